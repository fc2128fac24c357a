import type { Answer, Probe } from '../probes/probe.js';

/** What a probe said in the first look ever; undefined where it was not asked or could not be read. */
export function firstReading<T>(firstLook: Readonly<Record<string, Answer>>, probe: Probe<T>): T | undefined {
  const answer = firstLook[probe.id];
  const reading = answer === undefined ? undefined : probe.parse(answer);
  return reading?.known === true ? reading.value : undefined;
}
