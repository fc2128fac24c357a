import type { z } from 'zod';
import { createAccount } from '../accounts/create-account.command.js';
import { deleteAccount } from '../accounts/delete-account.command.js';
import { applyCluster } from '../clusters/apply-cluster.command.js';
import { createCluster } from '../clusters/create-cluster.command.js';
import { repairCluster } from '../clusters/repair-cluster.command.js';
import { setUpCluster } from '../clusters/set-up-cluster.command.js';
import type { Caller } from '../caller.js';
import type { Command, CommandInput, Outcome, Work } from '../command.js';
import { wordsForIssue } from '../../domain/issue-words.js';
import { retryOperation } from '../operations/retry-operation.command.js';

/** A mutation whose plan can be applied; the one place where the type of its input is forgotten. */
export interface Plannable {
  readonly name: string;
  readonly role: Caller['role'];
  readonly forClusterTokens: boolean;
  /** The parsed input and what is done with it. */
  parse(input: object): z.ZodSafeParseResult<{ readonly input: object; perform(work: Work): Promise<Outcome> }>;
}

function plannable<I extends CommandInput, Raw>(command: Command<I, Raw>): Plannable {
  const { name, role, forClusterTokens } = command;
  const bound = command.input.transform((input) => ({ input, perform: (work: Work) => command.perform(work, input) }));
  return { name, role, forClusterTokens, parse: (input) => bound.safeParse(input, { error: wordsForIssue }) };
}

const plannables = new Map(
  [
    plannable(createCluster),
    plannable(setUpCluster),
    plannable(applyCluster),
    plannable(repairCluster),
    plannable(createAccount),
    plannable(deleteAccount),
    plannable(retryOperation),
  ].map((one) => [one.name, one]),
);

/** The mutation of a name, where its plan can be applied. */
export function plannableNamed(name: string): Plannable | undefined {
  return plannables.get(name);
}
