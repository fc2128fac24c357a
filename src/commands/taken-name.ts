import { ConstraintViolation } from '../ports/constraint-violation.js';
import { databaseTaken } from './database-taken.js';
import { refused, type Refused } from './user-error.js';

/**
 * What is unique is decided by the database alone, so that two requests at the same moment cannot both win. Its refusal of a
 * name, a reference or an endpoint is a user error; any other one is a fault of ours.
 */
export function takenName(error: unknown): Refused | undefined {
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
  if (constraint.endsWith('_name_key'))
    return refused('NAME_TAKEN', 'Another resource of this kind has this name.', ['name']);
  return undefined;
}

export function externalRefTaken(): Refused {
  return refused('EXTERNAL_REF_TAKEN', 'Another resource of this kind has this externalRef.', ['externalRef']);
}
