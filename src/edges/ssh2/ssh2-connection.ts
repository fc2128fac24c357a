import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import type { HostConnection, RemoteResult, RunLimits } from '../../ports/host-connections.js';
import { HostFault } from '../../ports/host-fault.js';
import { traced } from '../../ports/tracing.js';

/** For a person who knows of a host no more than that what it was asked hangs. */
const whatHangs =
  'a command hangs there, as on a mounted file system whose server is away (findmnt shows what is mounted)';
const channelOpenMs = 10_000;

/** Collects a stream up to a limit and counts the rest away, so that a hostile host cannot fill our memory. */
class Collected {
  private readonly parts: Buffer[] = [];
  private size = 0;

  constructor(private readonly limit: number) {}

  add(part: Buffer): void {
    const room = this.limit - this.size;
    if (room > 0) this.parts.push(part.subarray(0, room));
    this.size += part.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}

/** One ssh2 client whose host key was checked. The library's callbacks may never come, hence timers of our own. */
export class Ssh2Connection implements HostConnection {
  broken = false;

  constructor(
    private readonly client: Client,
    private readonly where: string,
    private readonly hostId: string,
    private readonly longestOpeningMs = channelOpenMs,
  ) {
    const end = (): void => {
      this.broken = true;
    };
    client.once('close', end);
    client.once('end', end);
    client.once('error', end);
  }

  run(command: string, stdin: Buffer, limits: RunLimits): Promise<RemoteResult> {
    return traced('ssh round trip', { 'hostwright.host.id': this.hostId }, () =>
      this.roundTrip(command, stdin, limits),
    );
  }

  private async roundTrip(command: string, stdin: Buffer, limits: RunLimits): Promise<RemoteResult> {
    // A host that does not even open a channel is behind a dead link: nothing else will come over it either.
    const late = (): void => this.close();
    const channel = await this.opened('a command', late, (done) => this.client.exec(command, { pty: false }, done));
    return new Promise((resolve, reject) => {
      const stdout = new Collected(limits.outputBytes);
      const stderr = new Collected(limits.outputBytes);
      let exitCode: number | null = null;
      let signal: string | null = null;
      const give = (reason: string): void => {
        channel.destroy();
        this.close();
        stop();
        reject(new HostFault('TRANSIENT', `${this.where}: ${reason}`));
      };
      const total = setTimeout(() => give(`a command did not end in ${limits.totalMs / 1000} s`), limits.totalMs);
      let silence = setTimeout(() => give(`no first byte in ${limits.firstByteMs / 1000} s`), limits.firstByteMs);
      const stop = (): void => {
        clearTimeout(total);
        clearTimeout(silence);
      };
      const heard = (): void => {
        clearTimeout(silence);
        silence = setTimeout(() => give(`silent for ${limits.silenceMs / 1000} s: ${whatHangs}`), limits.silenceMs);
      };
      channel.on('data', (part: Buffer) => {
        heard();
        stdout.add(part);
      });
      channel.stderr.on('data', (part: Buffer) => {
        heard();
        stderr.add(part);
      });
      channel.on('exit', (code: number | null, by: string | undefined) => {
        exitCode = code;
        signal = by?.replace(/^SIG/, '') ?? null;
      });
      channel.on('close', () => {
        stop();
        resolve({ exitCode, signal, stdout: stdout.bytes(), stderr: stderr.bytes() });
      });
      channel.on('error', (error: Error) => give(error.message));
      channel.end(stdin);
    });
  }

  async forward(address: string, port: number): Promise<Duplex> {
    // The host answers once the address behind it does, which says nothing about what else goes on over this connection.
    const late = (): void => undefined;
    return this.opened(`a stream to ${address} port ${port}`, late, (done) =>
      this.client.forwardOut('127.0.0.1', 0, address, port, done),
    );
  }

  close(): void {
    this.broken = true;
    // Without a farewell: a host that is gone never answers it, and its socket would keep our process alive for a quarter of an
    // hour, since the library destroys nothing any more that it has said good-bye on.
    this.client.destroy();
  }

  private opened(
    what: string,
    late: () => void,
    open: (done: (error: Error | undefined, channel: ClientChannel) => void) => void,
  ): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      let failed = false;
      const fail = (reason: string, cause?: Error): void => {
        failed = true;
        clearTimeout(timer);
        this.client.removeListener('close', closed);
        reject(new HostFault('TRANSIENT', `${this.where}: ${what} could not be opened: ${reason}`, { cause }));
      };
      const closed = (): void => fail('the connection is closed');
      const timer = setTimeout(() => {
        fail(`no answer in ${this.longestOpeningMs / 1000} s`);
        late();
      }, this.longestOpeningMs);
      this.client.once('close', closed);
      try {
        open((error, channel) => {
          if (failed) {
            if (error === undefined) channel.destroy();
            return;
          }
          if (error !== undefined) return fail(error.message, error);
          clearTimeout(timer);
          this.client.removeListener('close', closed);
          resolve(channel);
        });
      } catch (error) {
        this.broken = true;
        fail(error instanceof Error ? error.message : String(error));
      }
    });
  }
}
