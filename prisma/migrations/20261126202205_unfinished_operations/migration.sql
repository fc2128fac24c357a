-- Sweeps ask for operations that have not ended, which are few among all that ever were. Prisma's schema knows no such index.
CREATE INDEX "operation_unfinished_idx" ON "operation"("deadline") WHERE "state" IN ('PENDING', 'RUNNING', 'UNWINDING', 'STUCK', 'PARKED');
