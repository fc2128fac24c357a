import { toGlobalId } from '../domain/ids.js';

/** A message stays small: so much of it, whatever hosts wrote; the API has all. */
const mostEvidence = 3;
const longestOutput = 1_000;
const mostRemedies = 5;
/** In characters of JSON; a whole declaration of a cluster may be long. */
const longestInput = 4_000;
/** The same for each of several failures, whose ways out stay few and short. */
const mostRemediesOfOther = 2;
const longestOfOther = 400;

interface SeenOnHost {
  readonly hostId: string | null;
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
      ...{ hostId: hostId === null ? null : toGlobalId('Host', hostId), probe: probeId, exitCode: answer.exitCode },
      output: (answer.stdout === '' ? answer.stderr : answer.stdout).slice(0, longestOutput),
      observedAt: new Date(observedAt).toISOString(),
    })),
    remedies: remedies.slice(0, mostRemedies).map((remedy) => tellRemedy(remedy, longestInput)),
  };
}

interface OtherFailure {
  readonly hostId: string | null;
  readonly stepId: string | null;
  readonly ruleId: string | null;
  readonly messageCode: string | null;
  readonly parameters: Readonly<Record<string, string>> | null;
  readonly message: string;
  readonly remedies: readonly WayOut[];
}

/** What failed besides, in the same words, and how much of it is not told. */
export function tellOthers({ others, untold }: { readonly others: readonly OtherFailure[]; readonly untold: number }): {
  readonly others: readonly object[];
  readonly untold: number;
} {
  return {
    others: others.map(({ hostId, stepId, ruleId: rule, messageCode, parameters, message, remedies }) => ({
      hostId: hostId === null ? null : toGlobalId('Host', hostId),
      stepId: stepId === null ? null : toGlobalId('Step', stepId),
      ...{ rule, messageCode, parameters: shortEnough(parameters), message: message.slice(0, longestOfOther) },
      remedies: remedies.slice(0, mostRemediesOfOther).map((remedy) => tellRemedy(remedy, longestOfOther)),
    })),
    untold,
  };
}

/** Whoever translates has the message itself where there is too much to fill it with. */
function shortEnough(parameters: OtherFailure['parameters']): OtherFailure['parameters'] {
  return JSON.stringify(parameters).length > longestOfOther ? null : parameters;
}

function tellRemedy({ title, mutation, input, command, hostId }: WayOut, longest: number): object {
  return {
    ...{ title, mutation, command, input: JSON.stringify(input).length > longest ? null : input },
    hostId: hostId === null ? null : toGlobalId('Host', hostId),
  };
}
