import type { Question } from '../../../../src/probes/probe.js';
import type { Change } from '../../../../src/steps/change.js';
import { HostFault } from '../../../../src/ports/host-fault.js';
import type { HostSession } from '../../../../src/steps/harness/host-session.js';

export const ask = (script: string, ...args: string[]): Question => ({ via: 'shell', script, args });
export const run = (...argv: [string, ...string[]]): Change => ({ do: 'run', argv });

/** What a host wrote to standard output when asked. */
export async function said(session: HostSession, question: Question): Promise<string> {
  const look = await session.look([question]);
  if (look.is !== 'answers') throw new Error('the host is busy');
  return look.answers[0]?.stdout ?? '';
}

/** The fault that work ends with. */
export async function faultOf(work: Promise<unknown>): Promise<HostFault> {
  const fault = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof HostFault)) throw new Error('it was expected to end with a HostFault', { cause: fault });
  return fault;
}
