import { z } from 'zod';
import { ConstraintViolation } from '../ports/constraint-violation.js';
import { databaseTaken } from './database-taken.js';
import { refused, type Refused } from './user-error.js';

/** What has a name of its own, by the table that a constraint is named after. */
const kinds: readonly (readonly [table: string, kind: string])[] = [
  ['account_', 'account of the cluster'],
  ['cluster_', 'cluster'],
  ['database_server_', 'database server'],
  ['host_', 'host'],
  ['network_', 'network of the cluster'],
  ['ssh_key_', 'SSH key'],
  ['vantage_', 'vantage'],
];
const namedInput = z.object({ name: z.string() });

/**
 * What is unique is decided by the database alone, so that two requests at the same moment cannot both win. Its refusal of a
 * name, a reference or an endpoint is a user error; any other one is a fault of ours.
 * @param input of the mutation, for the name that it wanted
 */
export function takenName(error: unknown, input?: unknown): Refused | undefined {
  if (!(error instanceof ConstraintViolation) || error.kind !== 'UNIQUE') return undefined;
  const { constraint } = error;
  if (constraint.endsWith('_external_ref_key')) return externalRefTaken();
  if (constraint === 'host_endpoint_key') {
    return refused('ADDRESS_TAKEN', 'Another host is reached at this address and port.', ['address']);
  }
  if (constraint === 'database_server_endpoint_key') {
    return refused('ADDRESS_TAKEN', 'Another database server is reached at this address and port.', ['address']);
  }
  if (constraint === 'account_live_domain_key') {
    return refused('NAME_TAKEN', 'Another account of the cluster has this domain.', ['domain']);
  }
  if (constraint === 'account_live_database_name_key') return databaseTaken('name');
  if (constraint === 'account_live_database_user_key') return databaseTaken('user');
  if (constraint.endsWith('_name_key')) {
    const kind = kinds.find(([table]) => constraint.startsWith(table))?.[1] ?? 'resource of this kind';
    const wanted = namedInput.safeParse(input).data?.name;
    const name = wanted === undefined ? 'this name' : `the name ${wanted}`;
    return refused('NAME_TAKEN', `Another ${kind} has ${name}; give this one another.`, ['name']);
  }
  return undefined;
}

export function externalRefTaken(): Refused {
  return refused('EXTERNAL_REF_TAKEN', 'Another resource of this kind has this externalRef.', ['externalRef']);
}
