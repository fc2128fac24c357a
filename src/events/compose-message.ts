import { toGlobalId } from '../domain/ids.js';
import type { AnnouncedFailure, KeptAnnouncement } from './announcement.js';
import type { MessageContext } from './message-context.js';
import { eventKindNamed } from './registry.js';

/** Longest text of one message, in characters: a body stays well below 20 kB whatever hosts wrote. */
const longestText = 2_000;
/** The same for each of several failures. */
const longestOfMany = 400;

/** The body that endpoints are sent for an announcement. Throws where it does not fit the published schema. */
export function composeMessage(kept: KeptAnnouncement, at: Date, context: MessageContext): string {
  const { kind, operationId, sequence, hostId, stepId, failures, details } = kept;
  const told = operationId === null ? undefined : context.operations.get(operationId);
  const data = {
    ...(told === undefined ? {} : { operation: { ...told.operation, sequence }, progress: told.progress }),
    cluster: told?.cluster ?? null,
    host: hostId == null ? null : context.hosts.get(hostId),
    stepId: stepId == null ? null : toGlobalId('Step', stepId),
    step: null,
    // Announcements that a former version noted have none.
    remedies: [],
    ...(failures === undefined ? {} : { failures: failures.map((failure) => composeFailure(failure, context)) }),
    ...details,
    ...(typeof details?.['message'] === 'string' ? { message: details['message'].slice(0, longestText) } : {}),
    ...(JSON.stringify(details?.['parameters'] ?? null).length > longestText ? { parameters: null } : {}),
    ...(typeof details?.['stepKind'] === 'string' && stepId != null
      ? { step: stepOf(stepId, details['stepKind'], details['stepKey'] ?? null, details['stepSubject']) }
      : {}),
  };
  // Parsing keeps what the schema names and drops the rest.
  return JSON.stringify(eventKindNamed(kind).body.parse({ type: kind, timestamp: at.toISOString(), data }));
}

function stepOf(stepId: string, kind: string, key: unknown, subject: unknown): object {
  return { id: toGlobalId('Step', stepId), kind, key, subject: subject ?? key };
}

function composeFailure(failure: AnnouncedFailure, { hosts }: MessageContext): object {
  const { stepId, hostId, kind, key, subject, members, message } = failure;
  return {
    step: stepOf(stepId, kind, key, subject),
    host: hosts.get(hostId),
    members,
    message: message.slice(0, longestOfMany),
  };
}
