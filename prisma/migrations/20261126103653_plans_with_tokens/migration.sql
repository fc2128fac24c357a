-- AlterTable
ALTER TABLE "ledger" ADD COLUMN     "begun_by" UUID;

-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "plan_token" TEXT;

-- AlterTable
ALTER TABLE "task" ADD COLUMN     "asks" JSONB NOT NULL DEFAULT '[]';


