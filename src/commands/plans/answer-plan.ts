import { z } from 'zod';
import { decisionsOf } from '../../plan/decided-plan.js';
import type { Sql } from '../../ports/sql.js';
import type { Finding } from '../../rules/rule.js';
import type { AnsweredPlan, Outcome, Work } from '../command.js';
import { identityText } from './compared-texts.js';
import { decideStored } from './decide-stored.js';
import { nameSubjects } from './name-subjects.js';
import { hashOf, outlineOf, type PlanOutline } from './plan-outline.js';
import { saidOf } from './said-of.js';

const versionRow = z.object({ accepted_revision: z.int(), ledger_version: z.bigint() });

/** What a command planned, as it is compared and as it is answered. */
export interface ToldPlan {
  readonly outline: PlanOutline;
  /** By `identityText` of its unit in the outline: what is in the way of each that is in conflict. */
  readonly conflicts: ReadonlyMap<string, string>;
  /** By `findingText` of what the outline has of them, as whoever asks may read them. */
  readonly said: ReadonlyMap<string, Finding>;
  readonly answer: Omit<AnsweredPlan, 'token' | 'expiresAt'>;
}

/** Decides what a command planned, in its own transaction; undefined where it planned nothing. */
export async function tellPlan(work: Work, outcome: Outcome): Promise<ToldPlan | undefined> {
  const { sql, caller, journal } = work;
  const { planned, ids } = outcome;
  if (planned === undefined) return undefined;
  const { started, rename } = journal;
  const decided = started?.decided ?? (await decideStored(work, planned.plan));
  const clusterId = started?.clusterId ?? ids['cluster'] ?? null;
  const { findings, findingsBefore = [] } = planned;
  const versions = await versionsOf(sql, caller.tenantId, clusterId);
  const outline = outlineOf({ clusterId, ...versions, decided, findings, rename });
  const named = await nameSubjects(sql, caller.tenantId, decided);
  const conflicts = new Map(
    decisionsOf(decided).flatMap(({ hostId, kind, direction, unit: { key, decision, summary } }) =>
      decision === 'CONFLICT' ? [[rename(identityText({ hostId, kind, key, direction })), summary] as const] : [],
    ),
  );
  const said = saidOf(outline, findings);
  return { outline, conflicts, said, answer: { decided: named, findings, findingsBefore, hash: hashOf(outline) } };
}

async function versionsOf(
  sql: Sql,
  tenantId: string,
  clusterId: string | null,
): Promise<{ readonly revision: number | null; readonly ledgerVersion: bigint | null }> {
  if (clusterId === null) return { revision: null, ledgerVersion: null };
  const [row] = await sql.query(
    'SELECT accepted_revision, ledger_version FROM cluster WHERE tenant_id = $1 AND id = $2',
    [tenantId, clusterId],
    versionRow,
  );
  return { revision: row?.accepted_revision ?? null, ledgerVersion: row?.ledger_version ?? null };
}
