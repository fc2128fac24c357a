import { z } from 'zod';
import { toGlobalId } from '../domain/ids.js';

const remedies = z.array(
  z.object({
    title: z.string(),
    mutation: z.string().nullable(),
    input: z.record(z.string(), z.unknown()).nullable(),
    command: z.string().nullable(),
    hostId: z.string().nullable(),
  }),
);

/** What a violated rule says; null where none is why. */
const verdict = {
  ruleId: z.string().nullable(),
  /** What the rule speaks of, as an acknowledgement repeats it; failures from before this was kept have none. */
  subject: z.string().nullable().default(null),
  /** By which the message is translated, and what fills it; failures from before this was kept have none. */
  messageCode: z.string().nullable().default(null),
  parameters: z.record(z.string(), z.string()).nullable().default(null),
};

/** Of what failed without a rule that says so. */
export const byNoRule = { ruleId: null, subject: null, messageCode: null, parameters: null } as const;

/** What failed besides. */
const otherFailure = z.object({
  hostId: z.string().nullable(),
  stepId: z.string().nullable(),
  ...verdict,
  message: z.string(),
  /** What is to be done about it before what was left undone is done again. */
  remedies,
});
export type OtherFailure = z.infer<typeof otherFailure>;

/** So many failures an operation tells, the first included; the rest is counted. */
export const mostToldFailures = 10;

/** Why an operation failed: where, at what, what was seen, and what to do. Stored with it as JSON. */
export const failure = z.object({
  hostId: z.string().nullable(),
  stepId: z.string().nullable(),
  ...verdict,
  message: z.string(),
  /** What hosts said that it rests on; failures from before this was kept have none. */
  evidence: z
    .array(
      z.object({
        /** Null of a vantage, which a token for the one cluster does not see. */
        hostId: z.string().nullable(),
        probeId: z.string(),
        /** Null in what was kept before this was. */
        command: z.string().nullable().default(null),
        answer: z.object({ exitCode: z.int(), stdout: z.string(), stderr: z.string() }),
        observedAt: z.iso.datetime(),
      }),
    )
    .default([]),
  remedies,
  /** Of each host that failed one before a second of any; failures from before this was kept have none. */
  others: z.array(otherFailure).default([]),
  /** How many failed besides that are not told. */
  untold: z.int().default(0),
  /**
   * What tokens for the one cluster are told in the place of message, remedies and others, where those name hosts or clusters that they
   * may not see.
   */
  withinCluster: z.object({ message: z.string(), remedies, others: z.array(otherFailure).default([]) }).optional(),
});
export type Failure = z.infer<typeof failure>;

/** A failure as whoever asks may read it. */
export function failureWithin(told: Failure, { clusterId }: { readonly clusterId: string | null }): Failure {
  return clusterId === null || told.withinCluster === undefined ? told : { ...told, ...told.withinCluster };
}

/** A failure that tells of another one besides, as far as there is place for it. */
export function besides(told: Failure, other: Failure | null): Failure {
  if (other === null) return told;
  const { hostId, stepId, ruleId, subject, messageCode, parameters, message, remedies: ways } = other;
  const verdictOfOther = { ruleId, subject, messageCode, parameters };
  const more = [{ hostId, stepId, ...verdictOfOther, message, remedies: ways }, ...other.others];
  const others = [...told.others, ...more].slice(0, mostToldFailures - 1);
  const untold = told.untold + other.untold + told.others.length + more.length - others.length;
  const { withinCluster: within } = told;
  if (within === undefined) return { ...told, others, untold };
  return {
    ...{ ...told, others, untold },
    withinCluster: { ...within, others: [...within.others, ...more].slice(0, mostToldFailures - 1) },
  };
}

/** What is left undone is done by a retry, once what the message tells of is mended. */
export function retryOf(operationId: string): Failure['remedies'][number] {
  return {
    title: 'Mend what the message tells of, then do again what was left undone',
    mutation: 'retryOperation',
    input: { operationId: toGlobalId('Operation', operationId) },
    command: null,
    hostId: null,
  };
}

/** What does not come to its end keeps others off for as long. */
export function cancelling(operationId: string): Failure['remedies'][number] {
  return {
    title: 'See to what the message tells of; or cancel it, so that others may go on',
    mutation: 'cancelOperation',
    input: { operationId: toGlobalId('Operation', operationId) },
    command: null,
    hostId: null,
  };
}

/** One that is being undone, or was cancelled, takes no other cancel: it goes on by itself once it can. */
export function mendingOnly(why: string): Failure['remedies'][number] {
  return {
    title: `See to what the message tells of; ${why}, and goes on with that by itself`,
    ...{ mutation: null, input: null, command: null, hostId: null },
  };
}

/** What newer code planned, older code neither goes on with nor cancels. */
export function goingOn(version: string): Failure['remedies'][number] {
  return {
    title: `Run Hostwright ${version} or newer on this database, which goes on with it, or cancels it when asked`,
    ...{ mutation: null, input: null, command: null, hostId: null },
  };
}

/** A plan that was not carried out is not retried: what it rests on has to be looked at and shown anew. */
export const askForPlanAgain: Failure['remedies'][number] = {
  title:
    'Ask for the plan again (hostwright apply, or the mutation with validateOnly), read what it says now, and apply that',
  ...{ mutation: null, input: null, command: null, hostId: null },
};
