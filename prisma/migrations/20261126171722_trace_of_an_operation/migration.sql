-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "trace_context" TEXT;


