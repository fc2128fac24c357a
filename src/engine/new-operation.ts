import type { ResourceKind } from '../domain/ids.js';
import type { Plan } from '../plan/plan.js';

/**
 * What an operation keeps others from. EXCLUSIVE: every other one of its cluster. SHARED: exclusive ones, and shared ones
 * with a key in common. NONE: nobody, it only looks.
 */
export type OperationLock = 'EXCLUSIVE' | 'SHARED' | 'NONE';

export const operationKinds = [
  'REGISTER_HOST',
  'OBSERVE_HOSTS',
  'SET_UP_CLUSTER',
  'REPAIR_CLUSTER',
  'PROVE_CLUSTER',
  'APPLY_CLUSTER',
  'REGISTER_DATABASE_SERVER',
  'CREATE_ACCOUNT',
  'DELETE_ACCOUNT',
  // Of before an operation that applies a plan had the kind of what is planned, from its beginning on.
  'APPLY_PLAN',
] as const;
export type OperationKind = (typeof operationKinds)[number];

/** An operation as a command hands it over, within the command's transaction. */
export interface NewOperation {
  readonly tenantId: string;
  readonly kind: OperationKind;
  readonly lock: OperationLock;
  readonly lockKeys: readonly string[];
  readonly target: { readonly kind: ResourceKind; readonly id: string };
  readonly clusterId: string | null;
  /** Number of the revision that it makes true; null where it only looks. */
  readonly revision: number | null;
  readonly retryOf: string | null;
  /** Id of the token that asked for it. */
  readonly requestedBy: string;
  readonly deadlineSeconds: number;
  readonly plan: Plan;
  /** The sealed plan that it applies once it has looked. */
  readonly planToken?: string;
}
