import { AppError } from '../domain/app-error.js';
import { OperationInProgress } from '../engine/operation-in-progress.js';
import { toGlobalId } from '../domain/ids.js';
import type { Sql } from '../ports/sql.js';
import { announceRefusal } from './announce-refusal.js';
import { mayActAs, type Caller } from './caller.js';
import type { Answered, Command, CommandInput, Outcome, Workshop } from './command.js';
import { issuesToUserErrors } from './issues-to-user-errors.js';
import { recall, remember } from './remembered-answer.js';
import { requestDigest } from './request-digest.js';
import { takenName } from './taken-name.js';
import { unstorableTexts } from './unstorable-texts.js';
import { Refused, refused, type UserError } from './user-error.js';
import { writeAuditEntry } from './write-audit-entry.js';

/** Undoes a transaction in which everything went well, because the caller only wanted to know. */
class ValidatedOnly extends Error {
  constructor(readonly outcome: Outcome) {
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
  const parsed = command.input.safeParse(input);
  if (!parsed.success) return answeredWith(issuesToUserErrors(parsed.error));
  try {
    const answered = await workshop.database.transaction(async (sql) => {
      const performed = await perform({ ...workshop, sql }, command, caller, parsed.data);
      workshop.failpoint('command.committing');
      return performed;
    });
    workshop.failpoint('command.committed');
    return answered;
  } catch (error) {
    if (error instanceof ValidatedOnly) return { ...answeredWith([]), planned: error.outcome.planned ?? null };
    const userErrors = toUserErrors(error);
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
  const outcome = await command.perform({ ...workshop, caller }, input);
  if (input.validateOnly) throw new ValidatedOnly(outcome);
  await writeAuditEntry(sql, caller, command.name, input, outcome);
  if (key !== undefined)
    await remember(sql, caller.tenantId, { key, mutation: command.name, digest, ids: outcome.ids });
  return { userErrors: [], ids: outcome.ids, planned: outcome.planned ?? null, shownOnce: outcome.shownOnce ?? null };
}

function authorize<I extends CommandInput, Raw>(command: Command<I, Raw>, caller: Caller): void {
  if (!mayActAs(caller, command.role)) {
    throw new AppError('FORBIDDEN', `${command.name} needs a token with the role ${command.role}.`);
  }
  if (caller.clusterId !== null && !command.forClusterTokens) {
    throw new AppError('FORBIDDEN', `${command.name} is not for a token that is bound to one cluster.`);
  }
}

function toUserErrors(error: unknown): readonly UserError[] {
  if (error instanceof Refused) return error.userErrors;
  if (error instanceof OperationInProgress) {
    const { operationId } = error;
    const message = `Operation ${toGlobalId('Operation', operationId)} is still under way.`;
    return refused('OPERATION_IN_PROGRESS', message, [], { operationId }).userErrors;
  }
  const taken = takenName(error);
  if (taken !== undefined) return taken.userErrors;
  throw error;
}

function notText(field: readonly string[]): UserError {
  const message = 'A text may not hold the NUL character or half a character.';
  return { code: 'INVALID_INPUT', message, field, severity: 'ERROR' };
}

function answeredWith(userErrors: readonly UserError[]): Answered {
  return { userErrors, ids: {}, planned: null, shownOnce: null };
}
