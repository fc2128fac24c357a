import { wordsForIssue } from '../domain/issue-words.js';
import type { Sql } from '../ports/sql.js';
import { announceRefusal } from './announce-refusal.js';
import { authorize } from './authorize.js';
import type { Caller } from './caller.js';
import type { Answered, AnsweredPlan, Command, CommandInput, Workshop } from './command.js';
import { issuesToUserErrors } from './issues-to-user-errors.js';
import { tellPlan } from './plans/answer-plan.js';
import { beginWork } from './plans/begin-work.js';
import { issuePlan } from './plans/issue-plan.js';
import { recall } from './remembered-answer.js';
import { requestDigest } from './request-digest.js';
import { toUserErrors } from './to-user-errors.js';
import { unstorableTexts } from './unstorable-texts.js';
import { refused, type UserError } from './user-error.js';
import { writeAuditEntry } from './write-audit-entry.js';

/** Undoes a transaction in which everything went well, because the caller only wanted to know. */
class ValidatedOnly extends Error {
  constructor(readonly planned: AnsweredPlan | null) {
    super('validated only');
  }
}

/**
 * The way of every mutation: authorize, parse, then in one transaction look for an earlier answer to the key, perform, and
 * write the audit entry. Whatever is refused has no effect at all.
 */
export async function execute<I extends CommandInput, Raw>(
  workshop: Workshop,
  command: Command<I, Raw>,
  caller: Caller,
  input: unknown,
): Promise<Answered> {
  authorize(command, caller);
  const unstorable = unstorableTexts(input);
  if (unstorable.length > 0) return answeredWith(unstorable.map(notText));
  const parsed = command.input.safeParse(input, { error: wordsForIssue });
  if (!parsed.success) return answeredWith(issuesToUserErrors(parsed.error));
  try {
    const answered = await workshop.database.transaction(async (sql) => {
      const performed = await perform({ ...workshop, sql }, command, caller, parsed.data, input);
      workshop.failpoint('command.committing');
      return performed;
    });
    workshop.failpoint('command.committed');
    return answered;
  } catch (error) {
    if (error instanceof ValidatedOnly) return { ...answeredWith([]), planned: error.planned };
    const userErrors = toUserErrors(error, parsed.data);
    const clusterId = parsed.data.validateOnly ? undefined : command.tellsRefusal?.(parsed.data);
    if (clusterId !== undefined) {
      const { tenantId } = caller;
      await announceRefusal(workshop.database, { tenantId, clusterId, mutation: command.name, userErrors });
    }
    return answeredWith(userErrors);
  }
}

async function perform<I extends CommandInput, Raw>(
  workshop: Workshop & { sql: Sql },
  command: Command<I, Raw>,
  caller: Caller,
  input: I,
  given: unknown,
): Promise<Answered> {
  const { sql } = workshop;
  const key = input.validateOnly ? undefined : input.idempotencyKey;
  const digest = requestDigest(workshop.vault, command.name, input);
  if (key !== undefined) {
    const earlier = await recall(sql, caller.tenantId, key);
    if (earlier !== undefined) {
      if (earlier.requestHash !== digest) {
        throw refused('IDEMPOTENCY_KEY_REUSED', 'This key came with another input before; use a new one.', [
          'idempotencyKey',
        ]);
      }
      return { ...answeredWith([]), ids: earlier.ids };
    }
  }
  const work = beginWork(workshop, sql, caller);
  const outcome = await command.perform(work, input);
  const told = outcome.told ?? (await tellPlan(work, outcome));
  if (input.validateOnly)
    throw new ValidatedOnly(told === undefined ? null : await issuePlan(work, command.name, given, told));
  const planned = told === undefined ? null : { ...told.answer, token: null, expiresAt: null };
  await writeAuditEntry(sql, caller, command.name, input, outcome, key === undefined ? undefined : { key, digest });
  const { ids, shownOnce = null, madePasswords = [] } = outcome;
  return { userErrors: [], ids, planned, shownOnce, madePasswords };
}

function notText(field: readonly string[]): UserError {
  const message = 'A text may not hold the NUL character or half a character.';
  return { code: 'INVALID_INPUT', message, field, severity: 'ERROR' };
}

function answeredWith(userErrors: readonly UserError[]): Answered {
  return { userErrors, ids: {}, planned: null, shownOnce: null, madePasswords: [] };
}
