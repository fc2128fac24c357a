import type { Duplex } from 'node:stream';
import type { HostConnections, SshTarget } from '../../ports/host-connections.js';
import { HostFault, type HostFaultClass } from '../../ports/host-fault.js';
import type { Secrets } from '../../ports/secrets.js';
import { traced } from '../../ports/tracing.js';
import { authenticate, offeredKey, openSocket } from './connect.js';
import { Ssh2Connection } from './ssh2-connection.js';

/** Where a host listens, before its key is known. */
export interface UnpinnedTarget {
  readonly address: string;
  readonly port: number;
  readonly reachedThrough: SshTarget | null;
}

/**
 * One connection per host, opened by the first who asks and shared by all; the key is tenant and the whole way, so that a connection
 * never crosses tenants, and whoever goes another way or comes with another key finds out whether that works. A broken one is replaced
 * at the next call.
 */
export class Ssh2Connections implements HostConnections {
  private readonly open = new Map<string, Promise<Ssh2Connection>>();

  constructor(
    private readonly secrets: Secrets,
    /** Told of each connection that was opened, and of why one was not. */
    private readonly tried: (fault: HostFaultClass | null) => void = () => undefined,
  ) {}

  async get(tenantId: string, target: SshTarget): Promise<Ssh2Connection> {
    const key = `${tenantId} ${wayOf(target)}`;
    const existing = this.open.get(key);
    if (existing !== undefined) {
      const connection = await existing.catch(() => undefined);
      if (connection !== undefined && !connection.broken) return connection;
      if (this.open.get(key) === existing) this.open.delete(key);
    }
    const waiting = this.open.get(key);
    if (waiting !== undefined) return waiting;
    const opening = this.fresh(tenantId, target);
    this.open.set(key, opening);
    opening.catch(() => {
      if (this.open.get(key) === opening) this.open.delete(key);
    });
    return opening;
  }

  async fresh(tenantId: string, target: SshTarget): Promise<Ssh2Connection> {
    const privateKey = await this.secrets.open(tenantId, target.privateKey);
    const client = await this.telling(target, async () =>
      authenticate(await this.stream(tenantId, target), target, privateKey),
    );
    return new Ssh2Connection(client, `${target.user}@${target.address}`, target.hostId);
  }

  async proveLogin(tenantId: string, target: SshTarget): Promise<void> {
    const kept = await this.open.get(`${tenantId} ${wayOf(target)}`)?.catch(() => undefined);
    if (kept === undefined || kept.broken) return;
    (await this.fresh(tenantId, target)).close();
  }

  /** The key that a host offers, for a person to confirm. */
  async fetchHostKey(tenantId: string, target: UnpinnedTarget): Promise<{ algorithm: string; sha256: string }> {
    return this.telling(target, async () => offeredKey(await this.stream(tenantId, target), target.address));
  }

  closeAll(): void {
    for (const opening of this.open.values()) {
      opening.then(
        (connection) => connection.close(),
        () => undefined,
      );
    }
    this.open.clear();
  }

  private telling<T>(target: UnpinnedTarget & { readonly hostId?: string }, connect: () => Promise<T>): Promise<T> {
    const of = target.hostId === undefined ? {} : { 'hostwright.host.id': target.hostId };
    return traced('ssh connect', of, async () => {
      try {
        const connected = await connect();
        this.tried(null);
        return connected;
      } catch (error) {
        if (error instanceof HostFault) this.tried(error.faultClass);
        throw error;
      }
    });
  }

  private async stream(tenantId: string, target: UnpinnedTarget): Promise<Duplex> {
    const { reachedThrough } = target;
    if (reachedThrough === null) return openSocket(target.address, target.port);
    const hop = await this.get(tenantId, reachedThrough).catch((error: unknown) => {
      throw error instanceof HostFault ? error.ofHop(reachedThrough.hostId) : error;
    });
    return hop.forward(target.address, target.port);
  }
}

/** Everything that a connection was opened by. */
function wayOf({ hostId, address, port, user, pinnedSha256, privateKey, reachedThrough }: SshTarget): string {
  const own = [hostId, address, port, user, pinnedSha256, privateKey.secretId, privateKey.version].join(' ');
  return reachedThrough === null ? own : `${own} through ${wayOf(reachedThrough)}`;
}
