import { toGlobalId } from '../domain/ids.js';

/** A message stays small: so much of it, whatever hosts wrote; the API has all. */
const mostEvidence = 3;
const longestOutput = 1_000;
const mostRemedies = 5;
/** In characters of JSON; a whole declaration of a cluster may be long. */
const longestInput = 4_000;

interface SeenOnHost {
  readonly hostId: string;
  readonly probeId: string;
  readonly answer: { readonly exitCode: number; readonly stdout: string; readonly stderr: string };
  readonly observedAt: Date | string;
}

interface WayOut {
  readonly title: string;
  readonly mutation: string | null;
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly command: string | null;
  readonly hostId: string | null;
}

/** What a verdict rests on and what to do about it, in the words of messages to endpoints. */
export function tellVerdict(
  evidence: readonly SeenOnHost[],
  remedies: readonly WayOut[],
): { readonly evidence: readonly object[]; readonly remedies: readonly object[] } {
  return {
    evidence: evidence.slice(0, mostEvidence).map(({ hostId, probeId, answer, observedAt }) => ({
      ...{ hostId: toGlobalId('Host', hostId), probe: probeId, exitCode: answer.exitCode },
      output: (answer.stdout === '' ? answer.stderr : answer.stdout).slice(0, longestOutput),
      observedAt: new Date(observedAt).toISOString(),
    })),
    remedies: remedies.slice(0, mostRemedies).map(({ title, mutation, input, command, hostId }) => ({
      ...{ title, mutation, command, input: JSON.stringify(input).length > longestInput ? null : input },
      hostId: hostId === null ? null : toGlobalId('Host', hostId),
    })),
  };
}
