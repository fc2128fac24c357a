import { startingNfsServer } from '../../domain/starting-nfs-server.js';
import type { RpcProgram } from '../../probes/storage/rpc-programs.js';

/** A port mapper lists itself, so that no program at all means that none runs. */
export function lacksPortMapper(programs: readonly RpcProgram[]): boolean {
  return programs.length === 0;
}

/** Code of what is missed on a host: another one where that is the reason, of which its message tells. */
export function codeWithPortMapper(programs: readonly RpcProgram[], code: string): string {
  return lacksPortMapper(programs) ? 'NO_PORT_MAPPER' : code;
}

/** To be appended to what is missed on a host for that reason. */
export function forWantOfPortMapper(programs: readonly RpcProgram[]): string {
  return lacksPortMapper(programs) ? ', as it has no port mapper (rpcbind): this follows from R-STO-3' : '';
}

/** Services tell the port mapper that they are there as they start. */
export const startingPortMapper = `systemctl enable --now rpcbind.socket && ${startingNfsServer}`;
