import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import { askForPlanAgain, byNoRule, mostToldFailures, retryOf, type Failure, type OtherFailure } from './failure.js';
import type { EndingOperation } from './rulebook.js';
import { waysBackTo } from './ways-back-to.js';
import { waysOutOfStep } from './ways-out-of-step.js';
import type { WaysOut } from './ways-out-of-trouble.js';

const failedRow = z.object({
  host_id: z.uuid(),
  host: z.string(),
  step_id: z.uuid().nullable(),
  kind: z.string().nullable(),
  /** Of a set that of the member that its summary is of; where it is a host, the name of that. */
  key: z.string().nullable(),
  summary: z.string().nullable(),
  error: z.string().nullable(),
  error_within: z.string().nullable(),
  error_class: z.string().nullable(),
  total: z.bigint(),
});
type Failed = z.infer<typeof failedRow>;

/** Steps of a set share a row, whose own key is none that people know; its summary is of the first member that ended as it did. */
const toldMember = `SELECT r.report->>'key' FROM jsonb_array_elements(s.reports) WITH ORDINALITY r(report, place)
  WHERE r.report->>'outcome' = s.outcome::text ORDER BY r.place LIMIT 1`;

type Ending = EndingOperation & { readonly applies: boolean };

/**
 * What keeps an operation from having succeeded: each failed step, and each task that failed by none. The first comes first, and of
 * each host one before a second of any.
 */
export async function whatFailed(sql: Sql, ending: Ending): Promise<Failure> {
  const { tenantId, operationId, applies } = ending;
  const [first, ...others] = await sql.query(
    `WITH failed AS (
       SELECT t.host_id, h.name AS host, s.id AS step_id, s.kind,
         COALESCE((${toldMember}), s.key) AS key, s.summary, s.outcome, t.error, t.error_within, t.error_class,
         row_number() OVER (PARTITION BY t.id ORDER BY s.outcome, s.position) AS of_task,
         row_number() OVER (PARTITION BY t.host_id ORDER BY t.finished_at, t.position, s.outcome, s.position) AS of_host,
         row_number() OVER (ORDER BY t.finished_at, t.position, s.outcome, s.position) AS place
       FROM task t JOIN host h ON h.tenant_id = t.tenant_id AND h.id = t.host_id
       LEFT JOIN step s ON s.tenant_id = t.tenant_id AND s.task_id = t.id AND s.outcome IN ('FAILED', 'SKIPPED')
       WHERE t.tenant_id = $1 AND t.operation_id = $2 AND t.state = 'FAILED')
     SELECT host_id, host, step_id, kind,
       COALESCE((SELECT name FROM host WHERE host.tenant_id = $1 AND host.id::text = failed.key), key) AS key, summary, error, error_within, error_class, count(*) OVER () AS total
     FROM failed WHERE outcome = 'FAILED' OR of_task = 1 ORDER BY of_host, place LIMIT ${mostToldFailures}`,
    [tenantId, operationId],
    failedRow,
  );
  if (first === undefined) throw new Error(`operation ${operationId} has no failed task`);
  const again = applies ? askForPlanAgain : retryOf(operationId);
  const ways = withAgain(await waysOf(sql, ending, first), again);
  const besides: { readonly other: Failed; readonly ways: WaysOut }[] = [];
  for (const other of others) besides.push({ other, ways: await waysOf(sql, ending, other) });
  const isNarrower =
    [ways, ...besides.map((one) => one.ways)].some(({ withinCluster }) => withinCluster !== undefined) ||
    [first, ...others].some(({ error_within: told }) => told !== null);
  const within = ({ remedies, withinCluster = remedies }: WaysOut): Failure['remedies'] => withinCluster;
  return {
    ...toldOf(first, ways.remedies),
    evidence: [],
    others: besides.map((one) => toldOf(one.other, one.ways.remedies)),
    untold: Number(first.total) - 1 - besides.length,
    ...(isNarrower
      ? {
          withinCluster: {
            message: messageOf(toldWithin(first)),
            remedies: within(ways),
            others: besides.map((one) => toldOf(toldWithin(one.other), within(one.ways))),
          },
        }
      : {}),
  };
}

/** What was left undone is done again last of all, unless that was said already. */
function withAgain({ remedies, withinCluster }: WaysOut, again: Failure['remedies'][number]): WaysOut {
  const ending = (ways: Failure['remedies']): Failure['remedies'] =>
    ways.some(({ mutation }) => mutation === 'retryOperation') ? ways : [...ways, again];
  return {
    remedies: ending(remedies),
    ...(withinCluster === undefined ? {} : { withinCluster: ending(withinCluster) }),
  };
}

function messageOf({ host, kind, key, summary, error }: Failed): string {
  const where = kind === null ? host : `${host}: ${kind} ${key ?? ''}`;
  const why = summary ?? error ?? 'it failed';
  // A fault may begin with the host that it is of.
  return why.startsWith(`${where}: `) ? why : `${where}: ${why}`;
}

/** As tokens for the one cluster are told of it. */
function toldWithin(failed: Failed): Failed {
  return { ...failed, error: failed.error_within ?? failed.error };
}

function toldOf(failed: Failed, remedies: Failure['remedies']): OtherFailure {
  const { host_id: hostId, step_id: stepId } = failed;
  return { hostId, stepId, ...byNoRule, message: messageOf(failed), remedies };
}

/** What a failed step is besides says more of how to go on than that it can be done again; of a task, what lets its host be visited. */
async function waysOf(sql: Sql, ending: Ending, failed: Failed): Promise<WaysOut> {
  const { tenantId, clusterId, applies } = ending;
  const { host_id: hostId, step_id: stepId, kind, key, summary, error_class: faultClass } = failed;
  if (!applies && kind !== null && summary !== null)
    return waysOutOfStep(sql, ending, { hostId, kind, key, message: summary });
  if (stepId !== null || faultClass === null) return { remedies: [] };
  return waysBackTo(sql, tenantId, { hostId, faultClass, clusterId });
}
