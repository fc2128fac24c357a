import { z } from 'zod';
import type { AnsweredPlan, Work } from '../command.js';
import type { ToldPlan } from './answer-plan.js';
import { planSeconds, tokenThatFits } from './plan-token.js';
import { plannableNamed } from './plannable.js';

/** Asking and applying differ in these. */
const asking = new Set(['validateOnly', 'idempotencyKey']);

const givenInput = z
  .record(z.string(), z.unknown())
  .transform((given) => Object.fromEntries(Object.entries(given).filter(([name]) => !asking.has(name))));
const expiryRow = z.object({ expires_at: z.date() });

/** A plan that was only asked for, with the token that applies it where its mutation can be. */
export async function issuePlan(work: Work, mutation: string, given: unknown, told: ToldPlan): Promise<AnsweredPlan> {
  const { sql, vault, ids, caller } = work;
  const { outline, answer } = told;
  const [row] = await sql.query(
    'SELECT clock_timestamp() + make_interval(secs => $1) AS expires_at',
    [planSeconds],
    expiryRow,
  );
  if (plannableNamed(mutation) === undefined || row === undefined) return { ...answer, token: null, expiresAt: null };
  const { expires_at: expiresAt } = row;
  const basis = { planId: ids.uuid(), tenantId: caller.tenantId, hash: answer.hash };
  const content = { ...basis, mutation, input: givenInput.parse(given) };
  const token = tokenThatFits(vault, { ...content, outline, expiresAt });
  return { ...answer, token, expiresAt: token === null ? null : expiresAt };
}
