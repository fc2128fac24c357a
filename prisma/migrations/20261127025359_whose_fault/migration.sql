-- AlterTable
ALTER TABLE "host" ADD COLUMN     "fault_by" UUID;

-- AlterTable
ALTER TABLE "task" ADD COLUMN     "error_within" TEXT;


