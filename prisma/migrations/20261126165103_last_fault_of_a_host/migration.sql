-- AlterTable
ALTER TABLE "host" ADD COLUMN     "fault" TEXT,
ADD COLUMN     "fault_at" TIMESTAMPTZ(6),
ADD COLUMN     "fault_class" TEXT;


