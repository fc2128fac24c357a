import { z } from 'zod';
import { toGlobalId } from '../../domain/ids.js';
import type { Row } from '../../reads/row.js';

const degradedBy = z.object({ id: z.uuid(), kind: z.string(), state: z.string() }).nullable();

const wayOut = 'repairCluster does it, and the cluster is ACTIVE again unless something is violated after that.';

/** Why a cluster is in a state that hosts alone do not show: of one that is degraded, what was left undone and how that ends. */
export function stateReasonOf(row: Row): string | null {
  if (row.text('state') !== 'DEGRADED') return null;
  const left = row.json('degradedBy', degradedBy);
  if (left === null) return `What an operation left undone was not done since: ${wayOut}`;
  const how = left.state === 'CANCELLED' ? 'was cancelled' : 'failed';
  return `${left.kind} (operation ${toGlobalId('Operation', left.id)}) ${how}, and what it left undone was not done since: ${wayOut}`;
}
