import type { SecretRef } from '../../domain/secret.js';
import type { SshTarget } from '../../ports/host-connections.js';
import type { HostSession } from './host-session.js';

/** A MySQL or MariaDB server and who we are there; `through` is the host that forwards the stream. */
export interface SqlTarget {
  readonly hostId: string;
  readonly hostName: string;
  readonly address: string;
  readonly port: number;
  readonly login: string;
  readonly password: SecretRef;
  readonly through: SshTarget;
}

/** Opens sessions on database servers, which are hosts that are reached by SQL only. To be closed by who opened them. */
export interface SqlSessions {
  open(tenantId: string, target: SqlTarget): HostSession & { close(): Promise<void> };
}
