import { once } from 'node:events';
import { createServer, type AddressInfo, type Server as SocketServer, type Socket } from 'node:net';
import { Server, type Connection } from 'ssh2';
import type { SshKeyPair, SshKeyPairs } from '../../ports/ssh-key-pairs.js';
import { FakeHost, type FakeHostPlan } from '../model/fake-host.js';
import type { FakeNetwork } from '../model/fake-network.js';
import { mayEnter, type AuthorizedKey } from './authorized-keys.js';
import { forward } from './forward.js';
import { serveCommand } from './serve-command.js';

interface Served {
  readonly network: FakeNetwork;
  readonly keyPairs: SshKeyPairs;
  readonly authorized: readonly AuthorizedKey[];
  /** Where another host of the fleet really listens, by an address of the model. */
  readonly endpointOf: (
    address: string,
    from: FakeHost,
  ) => { readonly address: string; readonly port: number } | undefined;
}

/** One fake host behind an SSH server of its own, with a host key made for it. */
export class FakeHostServer {
  readonly host: FakeHost;
  /** The port of the real socket; known once it listens. */
  port = 0;
  private readonly hostKey: SshKeyPair;
  private readonly usual: Server;
  private readonly strange: Server;
  private readonly listener: SocketServer;
  private readonly sockets = new Set<Socket>();

  constructor(
    plan: FakeHostPlan,
    private readonly served: Served,
  ) {
    this.host = new FakeHost(plan, served.network);
    this.hostKey = served.keyPairs.generate(plan.name);
    this.usual = this.sshServer(this.hostKey);
    this.strange = this.sshServer(served.keyPairs.generate(`not ${plan.name}`));
    // An answer is small and comes in parts: held back until the former is acknowledged, each would take 40 ms.
    this.listener = createServer({ noDelay: true }, (socket) => this.take(socket));
  }

  /** `SHA256:` and the hash of the host key, as OpenSSH prints it. */
  get hostKeySha256(): string {
    return `SHA256:${this.hostKey.sha256}`;
  }

  /** @param port 0 for any that is free */
  async listen(address: string, port: number): Promise<void> {
    this.listener.listen(port, address);
    await once(this.listener, 'listening');
    const bound: AddressInfo | string | null = this.listener.address();
    if (bound === null || typeof bound === 'string') throw new TypeError('a host listens on no port');
    this.port = bound.port;
  }

  /** Ends every connection; what the host was told to do later is forgotten. */
  async close(): Promise<void> {
    this.host.timers.disarmAll();
    const closed = new Promise((resolve) => this.listener.close(resolve));
    this.cut();
    await closed;
  }

  /** Ends every connection that is open now. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Says nothing more on the connections that are open now, until what this returns is called; it hears and does what it is told. */
  mute(): () => void {
    const muted = [...this.sockets];
    for (const socket of muted) socket.cork();
    return () => {
      for (const socket of muted) socket.uncork();
    };
  }

  private take(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    // Whoever hangs up in the middle is no fault of ours.
    socket.on('error', () => undefined);
    if (this.host.faults.find('unreachable') !== undefined) socket.destroy();
    else (this.host.faults.find('other-host-key') === undefined ? this.usual : this.strange).injectSocket(socket);
  }

  private sshServer({ privateKey }: SshKeyPair): Server {
    return new Server({ hostKeys: [privateKey.reveal()] }, (connection) => this.serve(connection));
  }

  private serve(connection: Connection): void {
    let user = '';
    connection.on('error', () => undefined);
    connection.on('authentication', (attempt) => {
      user = attempt.username;
      if (mayEnter(attempt, this.host, this.served.authorized)) attempt.accept();
      else attempt.reject(['publickey']);
    });
    connection.on('session', (accept) => {
      accept().on('exec', (acceptCommand, _, { command }) => {
        serveCommand(this.host, { user, command, cut: () => this.cut() }, acceptCommand());
      });
    });
    connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
      const { network, endpointOf } = this.served;
      const endpoint = destPort === 22 ? endpointOf(destIP, this.host) : network.servers.get(`${destIP}:${destPort}`);
      if (endpoint === undefined) reject();
      else forward(endpoint, accept, reject);
    });
  }
}
