import { describeQuestion } from '../probes/probe.js';
import { advanceOperation } from './advance-operation.js';
import type { Books } from './books.js';
import type { Claim } from './claim-task.js';
import { finishTask } from './finish-task.js';
import { stillOwns } from './own-claim.js';
import { storeFacts, type Asked } from './store-facts.js';
import type { VisitedUnit } from './visited-unit.js';
import { writeSteps } from './write-steps.js';

/** What a trial of a proof showed. */
export interface TriedStep {
  readonly step: Pick<VisitedUnit, 'stepId' | 'kind' | 'key' | 'version' | 'input'>;
  /** One line for people. */
  readonly summary: string;
  readonly shown: Asked;
}

/**
 * Stores what a trial showed as a fact, and ends its step and task. Nothing goes into the ledger: a trial leaves nothing
 * behind. What it showed is for rules to judge, so that a trial that came to an answer has not failed.
 */
export async function recordTrial(
  { database, rulebook, failpoint }: Books,
  claim: Claim,
  { step, summary, shown }: TriedStep,
  roundTrips: number,
): Promise<void> {
  await database.transaction(async (sql) => {
    if (!(await stillOwns(sql, claim))) return;
    await storeFacts(sql, claim, [shown], 0);
    const events = await writeSteps(sql, claim, [
      {
        ...step,
        direction: 'MAKE',
        outcome: 'UNCHANGED',
        summary,
        changes: [],
        evidence: { [shown.probe.id]: { ...shown.answer, command: describeQuestion(shown.probe.question) } },
        origin: null,
        firstLook: {},
        waitSeconds: null,
      },
    ]);
    await finishTask(sql, claim, roundTrips, 'SETTLED', events);
    await advanceOperation(sql, rulebook, claim.tenantId, claim.operationId, { taskId: claim.taskId, isDone: true });
    failpoint('trial.recording');
  });
}
