import { z } from 'zod';
import { decisionsOf, type DecidedPlan } from '../../plan/decided-plan.js';
import type { Sql } from '../../ports/sql.js';
import { stepOfKind } from '../../steps/registry.js';

const hostRow = z.object({ id: z.uuid(), name: z.string() });

const isAboutHost = (kind: string): boolean => stepOfKind(kind)?.keyIsHost ?? false;

/** The same plan, with hosts that its steps are about by name. */
export async function nameSubjects(sql: Sql, tenantId: string, plan: DecidedPlan): Promise<DecidedPlan> {
  const ids = new Set(decisionsOf(plan).flatMap(({ kind, unit }) => (isAboutHost(kind) ? [unit.key] : [])));
  if (ids.size === 0) return plan;
  const rows = await sql.query(
    'SELECT id, name FROM host WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tenantId, [...ids]],
    hostRow,
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return {
    tasks: plan.tasks.map((task) => ({
      ...task,
      steps: task.steps.map((step) => ({
        ...step,
        decided: step.decided.map((unit) => {
          const subject = isAboutHost(step.kind) ? names.get(unit.key) : undefined;
          return subject === undefined ? unit : { ...unit, subject };
        }),
      })),
    })),
  };
}
