import type { ResourceKind } from '../../domain/ids.js';
import { notFoundMessage } from '../global-ref.js';
import { refused, type Refused } from '../user-error.js';

export function notFound(kind: ResourceKind, ...field: readonly string[]): Refused {
  return refused('NOT_FOUND', notFoundMessage(kind), field);
}

/** The resource changed since the caller read it. */
export function versionConflict(currentVersion: number): Refused {
  return refused('VERSION_CONFLICT', `It is at version ${currentVersion} now; read it again.`, ['expectedVersion'], {
    currentVersion,
  });
}
