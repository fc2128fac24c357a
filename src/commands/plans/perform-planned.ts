import type { Outcome, Work } from '../command.js';
import { issuesToUserErrors } from '../issues-to-user-errors.js';
import { authorize } from '../authorize.js';
import { Refused, refused } from '../user-error.js';
import { tellPlan, type ToldPlan } from './answer-plan.js';
import { beginWork } from './begin-work.js';
import type { PlanJournal, StartedOperation } from './plan-journal.js';
import { openToken, type PlannedMutation } from './plan-token.js';
import { plannableNamed } from './plannable.js';
import { withSavepoint } from './savepoint.js';

/** What the mutation of a plan does now. */
export interface Performed {
  /** Its input, secrets included in the form in which they print as redacted. */
  readonly input: object;
  readonly outcome: Outcome;
  readonly told: ToldPlan;
  readonly started: StartedOperation | null;
  /** By host: probes whose answers count no more, or soon will not; only of a plan that is admitted as it was shown. */
  readonly outdated: PlanJournal['outdated'];
}

/** The content of a token that the caller may use now; `field` of the input has it. */
export function admit({ vault, caller }: Work, token: string, field = 'token'): PlannedMutation {
  const content = openToken(vault, caller.tenantId, token);
  const mutation = content === undefined ? undefined : plannableNamed(content.mutation);
  if (content === undefined || mutation === undefined) {
    const message =
      'This is no token of a plan; give it whole, as Plan.token has it, or plan again if another release made it.';
    throw refused('PLAN_INVALID', message, [field]);
  }
  authorize(mutation, caller);
  return content;
}

/**
 * Does what a plan's mutation does; `keep` says, when it is done, whether it stays. With `shownAt` it is judged and decided by what
 * counted then, which is for admitting a plan only: whatever stays is judged by what counts now.
 */
export async function performPlanned(
  work: Work,
  content: PlannedMutation,
  keep: (told: ToldPlan, started: StartedOperation | null) => boolean,
  shownAt?: Date,
): Promise<Performed> {
  const parsed = plannableNamed(content.mutation)?.parse({ ...content.input, idempotencyKey: content.planId });
  if (parsed?.success !== true) throw new Refused(parsed === undefined ? [] : issuesToUserErrors(parsed.error));
  const { input, perform: carryOut } = parsed.data;
  return withSavepoint(work.sql, async (undo) => {
    const inner = beginWork(work, work.sql, work.caller, {
      planId: content.planId,
      ...(work.resumes === null ? {} : { resumes: work.resumes }),
      ...(shownAt === undefined ? {} : { shownAt }),
    });
    const outcome = await carryOut(inner);
    const told = await tellPlan(inner, outcome);
    if (told === undefined) throw new Error(`${content.mutation} plans nothing`);
    const { started, outdated } = inner.journal;
    if (!keep(told, started)) await undo();
    return { input, outcome, told, started, outdated };
  });
}
