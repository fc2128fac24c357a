import type { ClusterSpec } from '../../domain/account-spec.js';
import { fileServerOf } from '../../domain/file-server.js';
import { managerOf } from '../../domain/members.js';
import type { Moment } from '../rule.js';
import { userStorageTarget } from './user-storage-target.js';
import { because, type Reason } from '../reason.js';

/** Whoever exports user storage. */
export interface Exporter {
  readonly hostId: string;
  readonly field: readonly string[];
  readonly path: string;
  /** Whoever we set up is judged once that is done; a file server that we only look at, before. */
  readonly moment: Moment;
  readonly isManager: boolean;
}

/** Undefined while the value does not say yet who exports, or where a file server can be reached. */
export function exporterOf(spec: ClusterSpec): Exporter | undefined {
  const manager = managerOf(spec.core);
  if (manager === undefined) return undefined;
  if (spec.core.userStorage.mode === 'MANAGER_LOCAL') {
    const { hostId } = manager.member;
    return { hostId, field: manager.field, path: userStorageTarget, moment: 'after', isManager: true };
  }
  const server = fileServerOf(spec);
  if (server === undefined) return undefined;
  return {
    hostId: server.member.hostId,
    field: server.field,
    path: server.exportPath,
    moment: server.isObserved ? 'before' : 'after',
    isManager: false,
  };
}

/** Why a rule about the exporter says nothing at a moment. */
export function exporterReason(exporter: Exporter | undefined): Reason {
  if (exporter === undefined)
    return because('EXPORTER_UNPLACED', 'The value does not say yet who exports user storage at which address.');
  if (exporter.moment === 'before')
    return because('JUDGED_BEFORE', 'A file server that is only looked at is judged before anything is touched.');
  return exporter.isManager
    ? because('JUDGED_AFTER', 'The manager is judged once it is set up.')
    : because('JUDGED_AFTER', 'The file server is judged once it is set up.');
}
