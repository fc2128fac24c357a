-- AlterTable
ALTER TABLE "account" ADD COLUMN     "dedicated_address" TEXT;


