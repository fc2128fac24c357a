import { trialOfKind } from '../../proofs/registry.js';
import type { FakeHost } from '../model/fake-host.js';

/** What a trial of a proof does on a model. It answers standard output, and throws `CommandFailed` for any other exit code than 0. */
export interface FakeTrial {
  readonly script: string;
  run(host: FakeHost, args: readonly string[]): string;
}

/** A model of a kind of trial, told by the trial's own text so that both can only change together; any input of it will do. */
export function fakeTrial(kind: string, input: object, run: FakeTrial['run']): FakeTrial {
  const question = trialOfKind(kind)?.of(input).question;
  if (question?.via !== 'shell') throw new TypeError(`${kind} is no trial that a shell carries out`);
  return { script: question.script, run };
}
