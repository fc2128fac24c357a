-- DropIndex
DROP INDEX "account_tenant_id_external_ref_key";

-- CreateIndex
CREATE INDEX "account_tenant_id_external_ref_idx" ON "account"("tenant_id", "external_ref");

-- What Prisma's schema cannot say: an account that was deleted gives its reference free, as it does its name.
CREATE UNIQUE INDEX "account_live_external_ref_key" ON "account"("tenant_id", "external_ref") WHERE "to_revision" IS NULL;
