import { AppError } from '../domain/app-error.js';
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
    throw new AppError(
      'FORBIDDEN',
      `${command.name} needs a token with the role ${command.role}, and this one has the role ${caller.role}; a token with the role ADMIN makes one by createApiToken, or hostwright token create on the server.`,
    );
  }
  if (caller.clusterId !== null && !command.forClusterTokens) {
    throw new AppError(
      'FORBIDDEN',
      `${command.name} is not for a token that is bound to one cluster; ask with one for all clusters.`,
    );
  }
}
