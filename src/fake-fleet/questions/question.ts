import type { Probe } from '../../probes/probe.js';
import type { FakeHost } from '../model/fake-host.js';

/**
 * The answer to the question of one probe, as a real host prints it. `answer` gives standard output and throws `CommandFailed`
 * for any other exit code than 0; `user` is who logged in.
 */
export interface FakeQuestion {
  readonly script: string;
  answer(host: FakeHost, args: readonly string[], user: string): string;
}

/** A model of what a probe asks, told by the probe's own text so that both can only change together. */
export function fakeQuestion(probe: Probe<unknown>, answer: FakeQuestion['answer']): FakeQuestion {
  if (probe.question.via !== 'shell') throw new TypeError(`${probe.id} is not put to a shell`);
  return { script: probe.question.script, answer };
}
