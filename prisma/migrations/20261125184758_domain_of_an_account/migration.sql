-- AlterTable
ALTER TABLE "account" ADD COLUMN     "domain" TEXT;



-- What Prisma's schema cannot say: a domain belongs to one account of a cluster; one that was deleted gives it free.
CREATE UNIQUE INDEX "account_live_domain_key" ON "account"("tenant_id", "cluster_id", "domain") WHERE "to_revision" IS NULL;
