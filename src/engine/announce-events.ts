import { z } from 'zod';
import { announce } from '../events/announce.js';
import type { AnnouncedFailure, Announcement } from '../events/announcement.js';
import { listedFailures } from '../events/kinds/step-kinds.js';
import { tellVerdict } from '../events/tell-verdict.js';
import { troubleOfStep } from '../events/trouble-of-step.js';
import type { Sql } from '../ports/sql.js';
import type { NewEvent } from './events.js';
import { waysOutOfTrouble } from './ways-out-of-trouble.js';

/**
 * Failed steps of one operation that are told at once, and events of each kind that says more of them. The steps after those are
 * told together when it ends.
 */
const toldAtOnce = 3;

const ends: ReadonlySet<NewEvent['kind']> = new Set(['operation.succeeded', 'operation.failed', 'operation.cancelled']);

const countRow = z.object({ count: z.bigint() });
const failureRow = z.object({
  stepId: z.uuid(),
  hostId: z.uuid(),
  kind: z.string(),
  key: z.string().nullable(),
  subject: z.string().nullable(),
  members: z.int(),
  message: z.string(),
});

/** Tells endpoints of those events of an operation that are for them, just after the events were appended. */
export async function announceEvents(
  sql: Sql,
  tenantId: string,
  operationId: string,
  events: readonly NewEvent[],
): Promise<void> {
  const announcements: Announcement[] = [];
  const failures = events.flatMap((event) => failureOf(event) ?? []);
  if (failures.length > 0) {
    const before = (await failedSteps(sql, tenantId, operationId)) - failures.length;
    const told = failures.slice(0, Math.max(0, toldAtOnce - before));
    announcements.push(...told.map(toldAlone), ...(await troubles(sql, tenantId, operationId, failures, before)));
  }
  for (const event of events) {
    if (event.kind === 'operation.started') announcements.push({ kind: event.kind });
    if (!ends.has(event.kind)) continue;
    announcements.push(...(await summary(sql, tenantId, operationId)), ...endOf(event));
  }
  await announce(sql, tenantId, operationId, announcements);
}

function failureOf({ kind, stepId, hostId, data }: NewEvent): AnnouncedFailure | undefined {
  if (kind !== 'step.failed' || stepId === undefined || hostId === undefined) return undefined;
  const { step, key = null, subject = key, members, summary: message } = data ?? {};
  return failureRow.parse({ stepId, hostId, kind: step, key, subject, members, message });
}

function toldAlone(failure: AnnouncedFailure): Announcement {
  return { kind: 'step.failed', failures: [failure], details: { total: 1 } };
}

/**
 * What the failures mean besides, each kind counted by itself: whoever asked for one kind only hears of it whatever else failed.
 * @param before how many steps had failed by then
 */
async function troubles(
  sql: Sql,
  tenantId: string,
  operationId: string,
  failures: readonly AnnouncedFailure[],
  before: number,
): Promise<readonly Announcement[]> {
  const found = failures.flatMap((failure) => {
    const trouble = troubleOfStep(failure.kind, failure.message);
    return trouble === undefined ? [] : [{ trouble, failure }];
  });
  if (found.length === 0) return [];
  const earlier = await listFailures(sql, tenantId, operationId, 0, before);
  const told = earlier.map(({ kind, message }) => troubleOfStep(kind, message)?.event);
  const fresh = found.filter(({ trouble: { event } }) => {
    told.push(event);
    return told.filter((one) => one === event).length <= toldAtOnce;
  });
  const announced: Announcement[] = [];
  for (const { trouble, failure } of fresh) {
    const { stepId, hostId, message, kind: stepKind, key: stepKey, subject: stepSubject } = failure;
    const ways = await waysOutOfTrouble(sql, tenantId, operationId, failure);
    const details = {
      message,
      stepKind,
      stepKey,
      stepSubject,
      remedies: tellVerdict([], ways?.remedies ?? []).remedies,
    };
    announced.push({ kind: trouble.event, hostId, stepId, details });
  }
  return announced;
}

function endOf({ kind, hostId, stepId, data }: NewEvent): readonly Announcement[] {
  if (kind !== 'operation.failed') return [{ kind }];
  const { message, rule, subject = null, evidence = [], remedies = [], others = [], untold = 0 } = data ?? {};
  const { messageCode = null, parameters = null } = data ?? {};
  const verdict = { rule, subject, message, messageCode, parameters };
  const details = { ...verdict, evidence, remedies, others, untold, mutation: null };
  const told = { hostId, stepId, details };
  return [...(typeof rule === 'string' ? [{ kind: 'rule.violated', ...told }] : []), { kind, ...told }];
}

async function failedSteps(sql: Sql, tenantId: string, operationId: string): Promise<number> {
  const [row] = await sql.query(
    `SELECT count(*) AS count FROM event WHERE tenant_id = $1 AND operation_id = $2 AND kind = 'step.failed'`,
    [tenantId, operationId],
    countRow,
  );
  return Number(row?.count ?? 0);
}

/** One announcement for all failed steps that were not told at once. */
async function summary(sql: Sql, tenantId: string, operationId: string): Promise<readonly Announcement[]> {
  const rest = (await failedSteps(sql, tenantId, operationId)) - toldAtOnce;
  if (rest <= 0) return [];
  const failures = await listFailures(sql, tenantId, operationId, toldAtOnce, listedFailures);
  return [{ kind: 'step.failed', failures, details: { total: rest } }];
}

function listFailures(
  sql: Sql,
  tenantId: string,
  operationId: string,
  from: number,
  most: number,
): Promise<AnnouncedFailure[]> {
  return sql.query(
    `SELECT step_id AS "stepId", host_id AS "hostId", data->>'step' AS kind, data->>'key' AS key, COALESCE(data->>'subject', data->>'key') AS subject,
       (data->>'members')::int AS members, data->>'summary' AS message
     FROM event WHERE tenant_id = $1 AND operation_id = $2 AND kind = 'step.failed'
     ORDER BY number OFFSET $3 LIMIT $4`,
    [tenantId, operationId, from, most],
    failureRow,
  );
}
