import { createServer, type AddressInfo, type Server as SocketServer } from 'node:net';
import { once } from 'node:events';
import ssh2 from 'ssh2';
import { authenticate, offeredKey, openSocket } from '../../../../src/edges/ssh2/connect.js';
import { ssh2KeyPairs } from '../../../../src/edges/ssh2/ssh2-key-pairs.js';
import { Ssh2Connection } from '../../../../src/edges/ssh2/ssh2-connection.js';
import { HostFault } from '../../../../src/ports/host-fault.js';
import type { RunLimits, SshTarget } from '../../../../src/ports/host-connections.js';

const { privateKey } = ssh2KeyPairs.generate('host');
const patient: RunLimits = { firstByteMs: 60_000, silenceMs: 60_000, totalMs: 60_000, outputBytes: 1_000 };
/** For what never comes; everything else has all the time that it needs. */
const shortMs = 100;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function portOf(
  server: Pick<SocketServer, 'listen' | 'address' | 'close'> & NodeJS.EventEmitter,
): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const bound: AddressInfo | string | null = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return bound.port;
}

/** A host that lets everybody in and then does with a session what the test says. */
function hostThat(serve: (accept: () => ssh2.Session) => void): ssh2.Server {
  return new ssh2.Server({ hostKeys: [privateKey.reveal()] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => context.accept());
    client.on('ready', () => client.on('session', (accept) => serve(accept)));
  });
}

function running(serve: (stream: ssh2.ServerChannel) => void): ssh2.Server {
  return hostThat((accept) => accept().on('exec', (acceptCommand) => serve(acceptCommand())));
}

async function connected(host: ssh2.Server, longestOpeningMs = 60_000): Promise<Ssh2Connection> {
  const port = await portOf(host);
  const { sha256 } = await offeredKey(await openSocket('127.0.0.1', port), '127.0.0.1');
  const client = await authenticate(await openSocket('127.0.0.1', port), target(port, sha256), privateKey);
  const connection = new Ssh2Connection(client, 'ops@host', 'host', longestOpeningMs);
  closing.push(() => connection.close());
  return connection;
}

function target(port: number, pinnedSha256: string): SshTarget {
  const privateKey = { secretId: '01900000-0000-7000-8000-000000000001', version: 1 };
  return {
    ...{ hostId: 'host', address: '127.0.0.1', port, user: 'ops' },
    privateKey,
    pinnedSha256,
    reachedThrough: null,
  };
}

async function faultOf(work: Promise<unknown>): Promise<HostFault> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof HostFault) return error;
  throw new Error(`no fault of a host: ${String(error)}`);
}

const nothing = Buffer.alloc(0);

it('gives a host up that never answers the handshake', async () => {
  const silent = createServer((socket) => closing.push(() => socket.destroy()));
  const stream = await openSocket('127.0.0.1', await portOf(silent));
  const fault = await faultOf(authenticate(stream, target(1, 'SHA256:x'), privateKey, shortMs));
  expect(fault).toMatchObject({
    faultClass: 'TRANSIENT',
    message: expect.stringContaining('no SSH handshake in 0.1 s'),
  });
});

it('gives a host up that never opens a channel, and the connection with it', async () => {
  const connection = await connected(
    hostThat(() => undefined),
    shortMs,
  );
  const fault = await faultOf(connection.run('true', nothing, patient));
  expect(fault.message).toBe('ops@host: a command could not be opened: no answer in 0.1 s');
  expect(connection.broken).toBe(true);
});

it.each([
  ['never says a word', { firstByteMs: shortMs }, running(() => undefined), 'no first byte in 0.1 s'],
  [
    'falls silent',
    { silenceMs: shortMs },
    running((stream) => stream.write('x')),
    'silent for 0.1 s: a command hangs there, as on a mounted file system whose server is away (findmnt shows what is mounted)',
  ],
  ['never comes to an end', { totalMs: shortMs }, running(talkForever), 'a command did not end in 0.1 s'],
])('gives a command up that %s', async (_, limits, host, why) => {
  const connection = await connected(host);
  const fault = await faultOf(connection.run('true', nothing, { ...patient, ...limits }));
  expect(fault).toMatchObject({ faultClass: 'TRANSIENT', message: `ops@host: ${why}` });
  expect(connection.broken).toBe(true);
});

function talkForever(stream: ssh2.ServerChannel): void {
  const timer = setInterval(() => stream.write('x'), 10);
  closing.push(() => clearInterval(timer));
}
