-- AlterTable
ALTER TABLE "host" ADD COLUMN     "settled_fence" BIGINT NOT NULL DEFAULT 0;
