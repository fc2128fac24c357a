import type { z } from 'zod';
import type { GlobalId } from '../domain/ids.js';
import type { DecidedPlan } from '../plan/decided-plan.js';
import type { Plan } from '../plan/plan.js';
import type { AddressPolicy } from '../ports/address-policy.js';
import type { Clock } from '../ports/clock.js';
import type { Failpoint } from '../ports/failpoint.js';
import type { Ids } from '../ports/ids.js';
import type { SecretVault } from '../ports/secret-vault.js';
import type { Database, Sql } from '../ports/sql.js';
import type { SshKeyPairs } from '../ports/ssh-key-pairs.js';
import type { WebhookTargets } from '../ports/webhook-targets.js';
import type { Finding } from '../rules/rule.js';
import type { Caller, Role } from './caller.js';
import type { ToldPlan } from './plans/answer-plan.js';
import type { PlanJournal } from './plans/plan-journal.js';
import type { UserError } from './user-error.js';

/** What commands use of the world. */
export interface Workshop {
  readonly database: Database;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly vault: SecretVault;
  readonly sshKeyPairs: SshKeyPairs;
  readonly addressPolicy: AddressPolicy;
  readonly webhookTargets: WebhookTargets;
  readonly failpoint: Failpoint;
}

/** One command at work: its caller, and the transaction that everything it does belongs to. */
export interface Work extends Workshop {
  readonly sql: Sql;
  readonly caller: Caller;
  readonly journal: PlanJournal;
  /** The operation that looked at the hosts and carries out what is planned now; null where a new one is started. */
  readonly resumes: string | null;
  /** When the plan was shown that is admitted: what was known of hosts then decides, however old it is. Null where it has to count now. */
  readonly shownAt: Date | null;
}

/** What would be, or is being done, and what the rules say about it. */
export interface Planned {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  /** What the rules say of the accepted value on the same facts; left out where there is none. */
  readonly findingsBefore?: readonly Finding[];
}

/** A plan as it is answered. */
export interface AnsweredPlan {
  readonly decided: DecidedPlan;
  readonly findings: readonly Finding[];
  readonly findingsBefore: readonly Finding[];
  /** Equal for equal plans. */
  readonly hash: string;
  /** What applies the plan, and until when; null where it is being carried out already. */
  readonly token: string | null;
  readonly expiresAt: Date | null;
}

/** What a command did. */
export interface Outcome {
  /** Row ids from which the answer is read, e.g. `{ cluster, operation }`; kept with the idempotency key. */
  readonly ids: Readonly<Record<string, string>>;
  readonly target: GlobalId;
  readonly planned?: Planned;
  /** What another mutation planned that this one carries out, in the place of a plan of its own. */
  readonly told?: ToldPlan;
  /** A secret made here, to be shown in this one answer. */
  readonly shownOnce?: string;
  /** Those of several accounts, to be shown in this one answer too. */
  readonly madePasswords?: readonly MadePassword[];
}

/** A database password that was made here, and the account that it is of. */
export interface MadePassword {
  readonly account: string;
  readonly password: string;
}

export interface CommandInput {
  readonly validateOnly: boolean;
  readonly idempotencyKey?: string | undefined;
}

/** A mutation: the schema of its input, who may ask for it, and what it does within one transaction. */
export interface Command<I extends CommandInput, Raw = unknown> {
  readonly name: string;
  readonly role: Role;
  /** Whether a token bound to one cluster may use it, for that cluster. */
  readonly forClusterTokens: boolean;
  readonly input: z.ZodType<I, Raw>;
  /** The cluster whose endpoints are told when rules refuse it; left out where only the caller has to know. */
  tellsRefusal?(input: I): string;
  perform(work: Work, input: I): Promise<Outcome>;
}

/** The answer to a mutation: either an outcome, or the reasons why nothing happened. */
export interface Answered {
  readonly userErrors: readonly UserError[];
  /** Empty where something was refused or only validated. */
  readonly ids: Readonly<Record<string, string>>;
  readonly planned: AnsweredPlan | null;
  readonly shownOnce: string | null;
  readonly madePasswords: readonly MadePassword[];
}
