import type { Duplex } from 'node:stream';
import type { SecretRef } from '../domain/secret.js';

/** Where sshd of a host listens and who we are there; `reachedThrough` is the hop before it, each with its own pin. */
export interface SshTarget {
  readonly hostId: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly privateKey: SecretRef;
  /** `SHA256:` and the base64 of the hash of the host key blob without padding, as OpenSSH prints it. */
  readonly pinnedSha256: string;
  readonly reachedThrough: SshTarget | null;
}

/** What a remote run gave; `exitCode` null when the link ended before the host reported one. Output is cut at the limit. */
export interface RemoteResult {
  readonly exitCode: number | null;
  /** Without SIG, what ended it on the host where it ended by no exit code of its own; null otherwise. */
  readonly signal: string | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

export interface RunLimits {
  readonly firstByteMs: number;
  readonly silenceMs: number;
  readonly totalMs: number;
  readonly outputBytes: number;
}

/** An authenticated connection to one host whose key matched its pin before anything was sent. */
export interface HostConnection {
  /** Runs one constant remote command with these bytes on standard input. */
  run(command: string, stdin: Buffer, limits: RunLimits): Promise<RemoteResult>;
  /** A stream to an address as seen from the host, for MySQL and for hosts behind it. */
  forward(address: string, port: number): Promise<Duplex>;
  close(): void;
}

/** Connections by host, opened once and reused; a broken one is opened anew at the next call. */
export interface HostConnections {
  get(tenantId: string, target: SshTarget): Promise<HostConnection>;
  /** A connection of its own, never a reused one: proof that the host can still be reached. */
  fresh(tenantId: string, target: SshTarget): Promise<HostConnection>;
  /**
   * Logs in beside a connection that is kept, if there is one: it stays open where the host took our key away, shows another one itself, or
   * can be reached by nobody new.
   * @throws HostFault why nobody new gets in
   */
  proveLogin(tenantId: string, target: SshTarget): Promise<void>;
  closeAll(): void;
}
