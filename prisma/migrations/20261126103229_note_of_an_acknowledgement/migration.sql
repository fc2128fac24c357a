-- AlterTable
ALTER TABLE "acknowledgement" ADD COLUMN     "note" TEXT;


