import { troubleSaid } from '../domain/host-trouble.js';
import type { Sql } from '../ports/sql.js';
import { failingService, waysToStart } from './failing-service.js';
import type { EndingOperation } from './rulebook.js';
import { waysBackTo } from './ways-back-to.js';
import { waysOutOfTrouble, type FailedStep, type WaysOut } from './ways-out-of-trouble.js';

/** What there is to do about a failed step but to do it again; empty where nothing is known. */
export async function waysOutOfStep(
  sql: Sql,
  { tenantId, operationId, clusterId }: Pick<EndingOperation, 'tenantId' | 'operationId' | 'clusterId'>,
  failed: FailedStep,
): Promise<WaysOut> {
  const ofStep = await waysOutOfTrouble(sql, tenantId, operationId, failed);
  if (ofStep !== undefined) return ofStep;
  const service = failingService(failed.message);
  if (service !== undefined) return waysToStart(sql, tenantId, { hostId: failed.hostId, clusterId }, service);
  const said = troubleSaid(failed.message);
  // What a step is not permitted is a matter of what it asks for, of its server for example.
  if (said === undefined || said.trouble === 'FORBIDDEN') return { remedies: [] };
  return waysBackTo(sql, tenantId, { hostId: failed.hostId, faultClass: said.trouble, clusterId });
}

/** The same while the operation goes on: nothing of it is done again before it has ended, which tells of that. */
export async function waysOutMeanwhile(...given: Parameters<typeof waysOutOfStep>): Promise<WaysOut> {
  const { remedies, withinCluster } = await waysOutOfStep(...given);
  return {
    remedies: byHand(remedies),
    ...(withinCluster === undefined ? {} : { withinCluster: byHand(withinCluster) }),
  };
}

/** The operation keeps both off. */
const refusedMeanwhile: ReadonlySet<string | null> = new Set(['retryOperation', 'repairCluster']);

function byHand(remedies: WaysOut['remedies']): WaysOut['remedies'] {
  return remedies.map((way) => (refusedMeanwhile.has(way.mutation) ? { ...way, mutation: null, input: null } : way));
}
