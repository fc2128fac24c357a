import { eventChannel } from '../ports/event-channel.js';
import type { Sql } from '../ports/sql.js';
import { storableJson } from '../ports/storable.js';
import { announceEvents } from './announce-events.js';

/** Kinds of events within an operation; part of the API, never renamed. */
export type EventKind =
  | 'operation.accepted'
  | 'operation.started'
  | 'operation.succeeded'
  | 'operation.failed'
  | 'operation.cancelled'
  | 'task.started'
  | 'task.done'
  | 'task.waiting'
  | 'task.failed'
  | 'task.cancelled'
  | 'step.unchanged'
  | 'step.changed'
  | 'step.failed'
  | 'step.skipped';

export interface NewEvent {
  readonly kind: EventKind;
  readonly taskId?: string;
  readonly stepId?: string;
  readonly hostId?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * Appends events, numbered without gaps. The caller holds the operation's row, so that two transactions cannot give out the
 * same number, and a reader that has seen a number has seen all before it.
 */
export async function appendEvents(
  sql: Sql,
  tenantId: string,
  operationId: string,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await sql.execute(
    `WITH added AS (
     INSERT INTO event (tenant_id, operation_id, number, kind, task_id, step_id, host_id, data)
     SELECT $1, $2, (SELECT coalesce(max(number), 0) FROM event WHERE tenant_id = $1 AND operation_id = $2) + e.ordinality,
            e.value->>'kind', (e.value->>'taskId')::uuid, (e.value->>'stepId')::uuid, (e.value->>'hostId')::uuid,
            coalesce(e.value->'data', '{}'::jsonb)
     FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS e)
     SELECT pg_notify($4, $2::text)`,
    [tenantId, operationId, storableJson(events), eventChannel],
  );
  await announceEvents(sql, tenantId, operationId, events);
}
