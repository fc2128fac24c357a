-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "stuck_told_at" TIMESTAMPTZ(6);


