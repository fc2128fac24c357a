import type { Finding, Remedy, Severity } from '../rules/rule.js';
import type { UnreachedHost } from '../rules/unreached-host.js';

/** Codes of business failures: part of the API, never renamed. */
export const userErrorCodes = {
  INVALID_INPUT: 'A value of the input is not acceptable; the message says what would be.',
  NOT_FOUND: 'There is nothing with this id that the token may use.',
  NAME_TAKEN: 'Another resource of the tenant has this name, or another account this database or user on the server.',
  EXTERNAL_REF_TAKEN: 'Another resource of the tenant has this externalRef.',
  ADDRESS_TAKEN:
    'Another host or database server of the tenant is reached at this address and port, or another account has it for itself.',
  FORBIDDEN_ADDRESS: 'Hostwright must not connect to this address.',
  HOST_KEY_MISMATCH: 'The host showed another key than the one to be confirmed.',
  WRONG_STATE: 'The resource is not in a state that allows this.',
  VERSION_CONFLICT: 'The resource changed since it was read; currentVersion is its version now.',
  OPERATION_IN_PROGRESS: 'An operation that excludes this one is still under way.',
  RULE_VIOLATED: 'The change would introduce or worsen the violation of a requirement.',
  RULE_UNDECIDED: 'A requirement cannot be decided without a newer look at a host.',
  HOST_UNREACHABLE: 'A host failed to answer when it was last tried; requirements cannot be decided until it does.',
  HOST_NOT_LOOKED_AT: 'A host has not been looked at yet; requirements cannot be decided until it was.',
  PLAN_INVALID: 'This is no token of a plan of the tenant, not all of it, or one of another release: plan again.',
  PLAN_EXPIRED: 'The plan was shown too long ago; ask for it again.',
  PLAN_UNDECIDED: 'The plan has parts that nobody can tell without a look at a host; look, and ask for it again.',
  PLAN_CHANGED: 'The plan is not what it was; ask for it again.',
  IDEMPOTENCY_KEY_REUSED: 'The idempotency key was used with another input.',
} as const;
export type UserErrorCode = keyof typeof userErrorCodes;

/** Why a mutation did nothing. */
export interface UserError {
  readonly code: UserErrorCode;
  readonly message: string;
  /** Path into the input; empty where no single value is at fault. */
  readonly field: readonly string[];
  readonly severity: Severity;
  readonly finding?: Finding;
  /** The one reason for all the findings. */
  readonly blocking?: { readonly host: UnreachedHost; readonly findings: readonly Finding[] };
  /** What to do about it, where neither a finding nor a host says that. */
  readonly remedies?: readonly Remedy[];
  readonly operationId?: string;
  readonly currentVersion?: number;
}

/** Ends a command without any effect; the pipeline turns it into the answer. */
export class Refused extends Error {
  constructor(readonly userErrors: readonly UserError[]) {
    super(userErrors.map(({ code, message }) => `${code}: ${message}`).join('; '));
    this.name = 'Refused';
  }
}

export function refused(
  code: UserErrorCode,
  message: string,
  field: readonly string[],
  more: Pick<UserError, 'operationId' | 'currentVersion' | 'remedies'> = {},
): Refused {
  return new Refused([{ code, message, field, severity: 'ERROR', ...more }]);
}
