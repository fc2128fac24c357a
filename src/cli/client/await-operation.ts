import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ask, type Api } from './ask.js';
import { isBrokenLink, reasonOfBreak } from './broken-link.js';
import { operationEvents, type OperationEvent } from './operation-events.js';
import { remedy, type Remedy } from './remedy.js';
import { whatIsWrong, type WhatIsWrong } from './what-is-wrong.js';

const otherFailure = z.object({ message: z.string(), rule: z.string().nullable(), remedies: z.array(remedy) });
const asked = z.object({
  operation: z
    .object({
      kind: z.string(),
      state: z.string(),
      canRetry: z.boolean(),
      failure: z
        .object({
          message: z.string(),
          rule: z.string().nullable(),
          remedies: z.array(remedy),
          others: z.array(otherFailure),
          untold: z.int(),
        })
        .nullable(),
    })
    .nullable(),
});
const question = `query End($id: ID!) {
  operation(id: $id) { kind state canRetry failure {
    message rule remedies { title mutation input command hostId } untold others { message rule remedies { title mutation input command hostId } }
  } }
}`;

/** States that an operation leaves only when somebody asks for it. */
const finalStates: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'PARKED', 'STUCK']);
/** A stream that is silent may be one whose server is gone without a word: it is asked for anew this often. */
const longestStreamMs = 60_000;
const pauseMs = 200;

/** With what is wrong in its cluster besides, where it succeeded or failed. */
export interface EndedOperation extends WhatIsWrong {
  readonly state: string;
  /** Whether retryOperation does what it left undone. */
  readonly canRetry: boolean;
  /** What it says of its failure. */
  readonly failure: string | null;
  /** The rule that is violated, where that is why. */
  readonly rule: string | null;
  /** What to do about it: the next mutation, or a command that only a person can run. */
  readonly remedies: readonly Remedy[];
  /** What failed besides, each with what is to be done about it first. */
  readonly others: readonly z.infer<typeof otherFailure>[];
  /** How much failed besides that. */
  readonly untold: number;
}

/**
 * Follows an operation to its end. A stream that breaks, as when the server restarts, is taken up again behind the last event
 * seen.
 * @param reached told whenever the server cannot be reached any more, with the cause, and when it is reached again, with none
 * @throws what aborted the deadline, where that came first
 * @throws ApiRefusal where the API does not let us follow it
 */
export async function awaitOperation(
  api: () => Api,
  id: string,
  heard: (event: OperationEvent) => void | Promise<void>,
  deadline: AbortSignal,
  reached: (awayFor: string | null) => void = () => undefined,
): Promise<EndedOperation> {
  let isReached = true;
  const now = (awayFor: string | null): void => {
    if ((awayFor === null) !== isReached) reached(awayFor);
    isReached = awayFor === null;
  };
  let after: string | null = null;
  for (;;) {
    const patience = AbortSignal.any([deadline, AbortSignal.timeout(longestStreamMs)]);
    let isOpen = false;
    const opened = (): void => {
      isOpen = true;
      now(null);
    };
    try {
      for await (const happened of operationEvents(api(), { id, after }, patience, opened)) {
        after = happened.cursor;
        await heard(happened);
      }
      const { operation } = await ask(api(), question, { id }, asked, deadline);
      if (operation !== null && finalStates.has(operation.state)) {
        const { kind, state, canRetry, failure } = operation;
        const { message = null, rule = null, remedies = [], others = [], untold = 0 } = failure ?? {};
        const wrong = await whatIsWrong(api(), { id, kind, state, canRetry }, deadline);
        return { state, canRetry, failure: message, rule, remedies, others, untold, ...wrong };
      }
    } catch (error) {
      if (!isBrokenLink(error)) throw error;
      // A stream that was open and silent says nothing of the server: it is asked for anew.
      if (!(isOpen && patience.aborted)) now(reasonOfBreak(error));
    }
    deadline.throwIfAborted();
    await pause(pauseMs);
  }
}
