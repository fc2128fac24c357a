-- Sweeps and hosts that became free ask for tasks that may run now, which are few among all that ever were. Prisma's schema knows no
-- such index.
CREATE INDEX "task_due_idx" ON "task"("tenant_id", "host_id") WHERE "state" IN ('READY', 'WAITING');
