import { z } from 'zod';
import { AppError } from '../domain/app-error.js';
import { finalOperationStates, operationStates, type OperationState } from '../domain/states.js';
import { eventChannel } from '../ports/event-channel.js';
import type { Database } from '../ports/sql.js';
import type { Scope } from './scope.js';

/** One thing that happened within an operation, numbered from 1 without gaps. */
export interface OperationEventRow {
  readonly number: number;
  readonly kind: string;
  readonly at: Date;
  readonly hostId: string | null;
  readonly hostName: string | null;
  readonly taskId: string | null;
  readonly stepId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Events are told by the database; where a notification is lost, the next look comes this much later. */
const patienceMs = 2_000;
/** Events read at a time. */
const batch = 1_000;

const stateRow = z.object({ state: z.enum(operationStates) });
const eventRow = z.object({
  number: z.int(),
  kind: z.string(),
  at: z.date(),
  host_id: z.uuid().nullable(),
  host_name: z.string().nullable(),
  task_id: z.uuid().nullable(),
  step_id: z.uuid().nullable(),
  data: z.record(z.string(), z.unknown()),
});

export interface Reading {
  readonly operationId: string;
  /** Number of the last event that the reader knows. */
  readonly after: number;
  /** Rejects once the reader is not let in any more. */
  readonly admit: () => Promise<unknown>;
}

/**
 * The events of an operation behind a number, as they come; ends with the operation, or when its reader goes away. The reader
 * is let in anew for every look, and what its refusal throws ends the events.
 * @throws AppError when there is no such operation that the caller may see
 */
export async function followOperation(
  database: Database,
  scope: Scope,
  { operationId, after, admit }: Reading,
): Promise<AsyncIterableIterator<OperationEventRow, void>> {
  if ((await stateOf(database, scope, operationId)) === undefined) {
    throw new AppError('NOT_FOUND', 'There is no Operation with this id.');
  }
  const reader = new AbortController();
  const events = newEvents(database, scope, { operationId, after, admit, gone: reader.signal });
  const iterator: AsyncIterableIterator<OperationEventRow, void> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () => events.next(),
    // A generator alone would end no sooner than it has something to say.
    return: () => {
      reader.abort();
      return events.return();
    },
  };
  return iterator;
}

async function* newEvents(
  database: Database,
  scope: Scope,
  { operationId, after, admit, gone }: Reading & { readonly gone: AbortSignal },
): AsyncGenerator<OperationEventRow, void> {
  let wake = (): void => undefined;
  let heard = false;
  const hear = (): void => {
    heard = true;
    wake();
  };
  gone.addEventListener('abort', hear);
  const stop = await database.listen(eventChannel, (payload) => {
    if (payload === operationId) hear();
  });
  try {
    for (let seen = after; !gone.aborted;) {
      heard = false;
      // The state first: once it is final, the events read after it are all there will ever be.
      const state = await stateOf(database, scope, operationId);
      if (state === undefined) return;
      const rows = await eventsAfter(database, scope, operationId, seen);
      // Behind the read: what happens after a token is revoked is in no earlier one.
      await admit();
      for (const row of rows) {
        seen = row.number;
        yield row;
      }
      if (rows.length === batch) continue;
      if (finalOperationStates.includes(state)) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, heard ? 0 : patienceMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    gone.removeEventListener('abort', hear);
    await stop();
  }
}

async function stateOf(database: Database, scope: Scope, operationId: string): Promise<OperationState | undefined> {
  const [operation] = await database.query(
    'SELECT state FROM operation WHERE tenant_id = $1 AND id = $2 AND ($3::uuid IS NULL OR cluster_id = $3)',
    [scope.tenantId, operationId, scope.clusterId],
    stateRow,
  );
  return operation?.state;
}

/** An event that names what a token for one cluster may not see says to it what it has within `withinCluster`. */
async function eventsAfter(
  database: Database,
  { tenantId, clusterId }: Scope,
  operationId: string,
  after: number,
): Promise<readonly OperationEventRow[]> {
  const rows = await database.query(
    `SELECT e.number, e.kind, e.at, e.host_id, h.name AS host_name, e.task_id, e.step_id,
       e.data - 'withinCluster' || CASE WHEN $4::uuid IS NULL THEN '{}' ELSE coalesce(e.data->'withinCluster', '{}') END AS data
     FROM event e LEFT JOIN host h ON h.tenant_id = e.tenant_id AND h.id = e.host_id
     WHERE e.tenant_id = $1 AND e.operation_id = $2 AND e.number > $3 ORDER BY e.number LIMIT ${batch}`,
    [tenantId, operationId, after, clusterId],
    eventRow,
  );
  return rows.map(({ host_id, host_name, task_id, step_id, ...rest }) => ({
    ...rest,
    hostId: host_id,
    hostName: host_name,
    taskId: task_id,
    stepId: step_id,
  }));
}
