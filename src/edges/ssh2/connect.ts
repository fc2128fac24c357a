import { createHash } from 'node:crypto';
import { connect as connectSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Client } from 'ssh2';
import type { Secret } from '../../domain/secret.js';
import type { SshTarget } from '../../ports/host-connections.js';
import type { OfferedKey } from '../../domain/host-way.js';
import { HostFault } from '../../ports/host-fault.js';
import { algorithms } from './algorithms.js';

const connectMs = 10_000;
const keepaliveMs = 5_000;
const keepaliveMisses = 3;

/** A host key in its wire form: its algorithm, and `SHA256:` and its hash without padding, as OpenSSH prints it. */
function readKey(key: Buffer): OfferedKey {
  const algorithm = key.toString('latin1', 4, 4 + key.readUInt32BE(0));
  return { algorithm, sha256: `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}` };
}

/** A TCP connection without Nagle's delay, or a fault; never waits longer than ten seconds. */
export function openSocket(address: string, port: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket({ host: address, port, noDelay: true });
    const timer = setTimeout(() => socket.destroy(new Error(`no answer in ${connectMs / 1000} s`)), connectMs);
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(new HostFault('TRANSIENT', `${address} port ${port}: ${error.message}`, { cause: error }));
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

function isLevel(error: Error, level: string): boolean {
  return 'level' in error && error.level === level;
}

/**
 * Authenticates over an open stream. The host key is compared with the pin before anything of ours is sent; the library's
 * default, to accept any key, is never reached.
 */
export function authenticate(
  stream: Duplex,
  target: SshTarget,
  privateKey: Secret,
  longestMs = connectMs,
): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    let offered: OfferedKey | undefined;
    const fail = (error: Error): void => {
      clearTimeout(timer);
      client.end();
      stream.destroy();
      const where = `${target.user}@${target.address} port ${target.port}`;
      if (offered !== undefined && offered.sha256 !== target.pinnedSha256) {
        const message = `${where}: host key ${offered.sha256} is not the confirmed one, ${target.pinnedSha256}`;
        reject(new HostFault('TRUST', message, { cause: error, hostId: target.hostId, offeredKey: offered }));
      } else if (isLevel(error, 'client-authentication')) {
        reject(new HostFault('AUTH', `${where}: the host refuses the key of this user`, { cause: error }));
      } else {
        reject(new HostFault('TRANSIENT', `${where}: ${error.message}`, { cause: error }));
      }
    };
    const timer = setTimeout(() => fail(new Error(`no SSH handshake in ${longestMs / 1000} s`)), longestMs);
    // The library may tell of a stream that broke more than once, and an error without a listener would end the process.
    client.on('error', fail);
    client.once('close', () => fail(new Error('the host closed the connection during the handshake')));
    client.once('ready', () => {
      clearTimeout(timer);
      client.removeAllListeners('error');
      client.removeAllListeners('close');
      // Later errors reach whoever waits for a channel; without a listener they would end the process.
      client.on('error', () => undefined);
      resolve(client);
    });
    client.connect({
      sock: stream,
      username: target.user,
      privateKey: privateKey.reveal(),
      algorithms,
      readyTimeout: 0,
      keepaliveInterval: keepaliveMs,
      keepaliveCountMax: keepaliveMisses,
      hostVerifier: (key: Buffer) => {
        offered = readKey(key);
        return offered.sha256 === target.pinnedSha256;
      },
    });
  });
}

/** The key that a host offers now; ends before authentication, nothing of ours is sent. */
export function offeredKey(stream: Duplex, address: string): Promise<OfferedKey> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    const timer = setTimeout(() => fail(new Error(`no SSH handshake in ${connectMs / 1000} s`)), connectMs);
    let seen: OfferedKey | undefined;
    const fail = (error: Error): void => {
      clearTimeout(timer);
      stream.destroy();
      if (seen !== undefined) resolve(seen);
      else reject(new HostFault('TRANSIENT', `${address}: ${error.message}`, { cause: error }));
    };
    client.on('error', fail);
    client.once('close', () => fail(new Error('the host closed the connection before it offered a key')));
    client.connect({
      sock: stream,
      username: 'nobody',
      algorithms,
      readyTimeout: 0,
      hostVerifier: (key: Buffer) => {
        seen = readKey(key);
        return false;
      },
    });
  });
}
