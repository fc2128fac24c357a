import { z } from 'zod';
import type { EventKind } from './event-kind.js';
import { hostDrifted, hostKeyChanged, hostRecovered, hostUnreachable, logShareStale } from './kinds/host-kinds.js';
import {
  operationCancelled,
  operationFailed,
  operationStarted,
  operationStuck,
  operationSucceeded,
} from './kinds/operation-kinds.js';
import { ruleCleared, ruleViolated } from './kinds/rule-kinds.js';
import { stepFailed } from './kinds/step-kinds.js';
import { databaseUserFailed, exportDenied, quotaNotEnforced, vipConflict } from './kinds/trouble-kinds.js';
import { webhookEndpointDisabled, webhookHeartbeat, webhookProbe } from './kinds/webhook-kinds.js';

/** Every kind of event, in the order of the document that lists them. */
export const eventKinds: readonly EventKind[] = [
  ...[operationStarted, operationSucceeded, operationFailed, operationCancelled, operationStuck],
  stepFailed,
  ...[hostUnreachable, hostRecovered, hostKeyChanged, hostDrifted],
  ...[ruleViolated, ruleCleared],
  ...[exportDenied, quotaNotEnforced, databaseUserFailed, vipConflict],
  logShareStale,
  ...[webhookEndpointDisabled, webhookProbe, webhookHeartbeat],
];

const byName = new Map(eventKinds.map((kind) => [kind.name, kind]));

export function eventKindNamed(name: string): EventKind {
  const kind = byName.get(name);
  if (kind === undefined) throw new Error(`there is no kind of event ${name}`);
  return kind;
}

/** Sent to one endpoint for its own sake, so that nobody chooses them. */
const unasked: readonly string[] = [webhookProbe.name, webhookHeartbeat.name];

/** Names that an endpoint may choose from. */
export const choosableKinds: readonly string[] = eventKinds
  .map(({ name }) => name)
  .filter((name) => !unasked.includes(name));

export const choosableKind = z
  .string()
  .refine(
    (name) => choosableKinds.includes(name),
    `give a kind of event that can be chosen: ${choosableKinds.join(', ')}`,
  );
