import type { ClusterCore } from '../../domain/spec.js';
import { managerOf, membersWithRole, quorumNetworkOf } from '../../domain/members.js';
import type { Probe } from '../../probes/probe.js';
import { ownRpcPrograms, rpcPrograms, type RpcProgram } from '../../probes/storage/rpc-programs.js';
import type { Moment } from '../rule.js';

/** Whoever exports user storage, and how its RPC programs are seen. */
export interface Exporter {
  readonly hostId: string;
  readonly field: readonly string[];
  /** The manager is judged once we set it up; a file server, which we only look at, before. */
  readonly moment: Moment;
  readonly look: { readonly hostId: string; readonly probe: Probe<readonly RpcProgram[]> };
}

/** Undefined while the value does not say yet who exports, or where a file server can be reached. */
export function exporterOf(core: ClusterCore): Exporter | undefined {
  const manager = managerOf(core);
  if (manager === undefined) return undefined;
  const { hostId } = manager.member;
  const storage = core.userStorage;
  if (storage.mode === 'MANAGER_LOCAL') {
    return { hostId, field: manager.field, moment: 'after', look: { hostId, probe: ownRpcPrograms() } };
  }
  const server = membersWithRole(core, 'FILE_SERVER').find(({ member }) => member.hostId === storage.fileServer);
  const near = quorumNetworkOf(core)?.name;
  const [first] = server?.member.addresses ?? [];
  const address = server?.member.addresses.find(({ network }) => network === near) ?? first;
  if (server === undefined || address === undefined) return undefined;
  // Asked from the manager, since an appliance may have no shell.
  return {
    hostId: storage.fileServer,
    field: server.field,
    moment: 'before',
    look: { hostId, probe: rpcPrograms(address.address) },
  };
}

/** Why a rule about the exporter says nothing at a moment. */
export function exporterReason(exporter: Exporter | undefined): string {
  return exporter === undefined
    ? 'The value does not say yet who exports user storage at which address.'
    : exporter.moment === 'after'
      ? 'The manager is judged once it is set up.'
      : 'A file server is judged before anything is touched.';
}
