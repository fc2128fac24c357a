import { AppError } from '../domain/app-error.js';
import { roleNeeded } from '../domain/role-needed.js';
import { mayActAs, type Caller, type Role } from './caller.js';

/** What a mutation asks of whoever calls it. */
export interface Restricted {
  readonly name: string;
  readonly role: Role;
  readonly forClusterTokens: boolean;
}

/** @throws AppError when the caller may not use the mutation at all */
export function authorize(command: Restricted, caller: Caller): void {
  if (!mayActAs(caller, command.role)) {
    throw new AppError('FORBIDDEN', roleNeeded(command.name, command.role, caller.role));
  }
  if (caller.clusterId !== null && !command.forClusterTokens) {
    throw new AppError(
      'FORBIDDEN',
      `${command.name} is not for a token that is bound to one cluster; ask with one for all clusters.`,
    );
  }
}
