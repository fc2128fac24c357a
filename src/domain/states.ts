/** States of the durable machine and the only legal transitions between them; the engine's tests watch every transition. */
export const operationStates = [
  'PENDING',
  'RUNNING',
  'UNWINDING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'STUCK',
  'PARKED',
] as const;
export type OperationState = (typeof operationStates)[number];

export const taskStates = ['BLOCKED', 'READY', 'RUNNING', 'WAITING', 'DONE', 'FAILED', 'CANCELLED'] as const;
export type TaskState = (typeof taskStates)[number];

export const stepOutcomes = ['UNCHANGED', 'CHANGED', 'FAILED', 'SKIPPED'] as const;
export type StepOutcome = (typeof stepOutcomes)[number];

export const clusterStates = ['DRAFT', 'SETTING_UP', 'ACTIVE', 'DEGRADED', 'TEARING_DOWN', 'GONE'] as const;

export const hostStates = [
  'KEY_UNCONFIRMED',
  'READY',
  'UNREACHABLE',
  'QUARANTINED',
  'ABSENT_EXPECTED',
  'REMOVED',
] as const;

const legalOperation: Readonly<Record<OperationState, readonly OperationState[]>> = {
  PENDING: ['RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'PARKED'],
  RUNNING: ['SUCCEEDED', 'FAILED', 'CANCELLED', 'UNWINDING', 'PARKED'],
  UNWINDING: ['FAILED', 'CANCELLED', 'STUCK'],
  STUCK: ['RUNNING', 'FAILED', 'CANCELLED'],
  PARKED: ['RUNNING', 'FAILED', 'CANCELLED'],
  SUCCEEDED: [],
  FAILED: [],
  CANCELLED: [],
};

const legalTask: Readonly<Record<TaskState, readonly TaskState[]>> = {
  BLOCKED: ['READY', 'CANCELLED', 'FAILED'],
  READY: ['RUNNING', 'CANCELLED', 'FAILED'],
  RUNNING: ['DONE', 'WAITING', 'READY', 'FAILED', 'CANCELLED'],
  WAITING: ['RUNNING', 'READY', 'FAILED', 'CANCELLED'],
  DONE: [],
  FAILED: [],
  CANCELLED: [],
};

export function isLegalOperationTransition(from: OperationState, to: OperationState): boolean {
  return legalOperation[from].includes(to);
}

export function isLegalTaskTransition(from: TaskState, to: TaskState): boolean {
  return legalTask[from].includes(to);
}

/** States of an operation that never change again. */
export const finalOperationStates: readonly OperationState[] = ['SUCCEEDED', 'FAILED', 'CANCELLED'];
