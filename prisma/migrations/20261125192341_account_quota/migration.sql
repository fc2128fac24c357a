-- AlterTable
ALTER TABLE "account" ADD COLUMN     "quota_bytes" BIGINT;


