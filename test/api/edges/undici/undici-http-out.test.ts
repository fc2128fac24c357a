import { createServer, type Server, type Socket } from 'node:net';
import { z } from 'zod';
import { webhookTargets } from '../../../../src/edges/node/webhook-targets.js';
import { UndiciHttpOut, type HttpLimits } from '../../../../src/edges/undici/undici-http-out.js';
import type { Resolve } from '../../../../src/edges/node/resolve-by-name.js';

const address = z.object({ port: z.int() });

/** A listener on loopback that says what a test wants, and counts who connects. */
class Canary {
  connections = 0;
  heard = '';
  say: (socket: Socket) => void = (socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n');
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      this.heard += chunk.toString('utf8');
    });
    socket.once('data', () => this.say(socket));
  });
  port = 0;

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.port = address.parse(this.#server.address()).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let canary: Canary;
let opened: UndiciHttpOut[];
beforeEach(async () => {
  canary = new Canary();
  opened = [];
  await canary.open();
});
afterEach(async () => {
  await Promise.all(opened.map((http) => http.close()));
  await canary.close();
});

function out(allowed: readonly string[], limits: Partial<HttpLimits> = {}, resolve?: Resolve): UndiciHttpOut {
  const http = new UndiciHttpOut(webhookTargets(allowed), { totalMs: 2_000, ...limits }, resolve);
  opened.push(http);
  return http;
}

const loopback = ['127.0.0.0/8'];
const post = (http: UndiciHttpOut, host = '127.0.0.1', scheme = 'http'): ReturnType<UndiciHttpOut['post']> =>
  http.post(`${scheme}://${host}:${canary.port}/hooks`, { 'x-test': 'yes' }, '{"a":1}');

test('a request reaches a receiver in a network that the operator allows', async () => {
  expect(await post(out(loopback))).toEqual({ answered: true, status: 204, retryAfter: null, bodyHead: '' });
  expect(canary.heard).toContain('POST /hooks HTTP/1.1');
  expect(canary.heard).toContain('x-test: yes');
  expect(canary.heard.endsWith('{"a":1}')).toBe(true);
});

test.each(['127.0.0.1', '127.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]', '0.0.0.0'])(
  'nothing connects to loopback as %s',
  async (host) => {
    for (const scheme of ['http', 'https']) {
      expect(await post(out([]), host, scheme)).toEqual({
        ...{ answered: false, error: expect.stringMatching(/is no public address|is an address of the machine/) },
      });
    }
    expect(canary.connections).toBe(0);
  },
);

test('a name is refused when any of its addresses is', async () => {
  const http = out([], {}, async () => ['8.8.8.8', '127.0.0.1']);
  expect(await post(http, 'both.example')).toMatchObject({ answered: false });
  expect(canary.connections).toBe(0);
});

test('a name that answers otherwise the second time is connected to where it was checked', async () => {
  let asked = 0;
  const rebinding: Resolve = async () => {
    asked += 1;
    return asked === 1 ? ['127.0.0.1'] : ['169.254.169.254'];
  };
  const http = out(loopback, {}, rebinding);
  expect(await post(http, 'rebinding.example')).toMatchObject({ status: 204 });
  expect(asked).toBe(1);
  expect(canary.heard).toContain(`host: rebinding.example:${canary.port}`);
  expect(await post(http, 'rebinding.example')).toMatchObject({ answered: false });
  expect(canary.connections).toBe(1);
});

test('TLS asks for the name and not for the address that was checked', async () => {
  canary.say = (socket) => socket.destroy();
  const http = out(loopback, {}, async () => ['127.0.0.1']);
  expect(await post(http, 'hooks.example', 'https')).toMatchObject({ answered: false });
  // The name of the server stands in clear in what the client says first.
  expect(canary.heard).toContain('hooks.example');
});

test('a redirect is an answer and leads nowhere', async () => {
  const other = new Canary();
  await other.open();
  canary.say = (socket) =>
    socket.end(`HTTP/1.1 307 Temporary\r\nlocation: http://127.0.0.1:${other.port}/\r\ncontent-length: 0\r\n\r\n`);
  expect(await post(out(loopback))).toMatchObject({ answered: true, status: 307 });
  expect(other.connections).toBe(0);
  await other.close();
});

test('proxies of the environment are not used', async () => {
  const proxy = new Canary();
  await proxy.open();
  const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'ALL_PROXY'];
  for (const name of names) process.env[name] = `http://127.0.0.1:${proxy.port}`;
  try {
    expect(await post(out(loopback))).toMatchObject({ status: 204 });
  } finally {
    for (const name of names) delete process.env[name];
  }
  expect(proxy.connections).toBe(0);
  await proxy.close();
});

test('a receiver that says nothing is given up', async () => {
  canary.say = () => undefined;
  expect(await post(out(loopback, { totalMs: 300 }))).toEqual({ answered: false, error: 'no answer within 0.3 s' });
});

test('headers without end are given up', async () => {
  canary.say = (socket) => socket.write(`HTTP/1.1 200 OK\r\nx-long: ${'a'.repeat(100_000)}`);
  expect(await post(out(loopback))).toEqual({ answered: false, error: 'its answer has too large headers' });
});

test('a body without end is read as far as the limit, and one that stalls as far as it came', async () => {
  canary.say = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
    const more = (): void => void (socket.writable && socket.write('400\r\n' + 'a'.repeat(1_024) + '\r\n', more));
    more();
  };
  expect(await post(out(loopback))).toMatchObject({ status: 200, bodyHead: 'a'.repeat(2_048) });
  canary.say = (socket) => socket.write('HTTP/1.1 202 Accepted\r\ncontent-length: 100\r\n\r\nthanks');
  expect(await post(out(loopback, { totalMs: 300 }))).toMatchObject({ status: 202, bodyHead: 'thanks' });
});

test.each<readonly [string, (socket: Socket) => void, string]>([
  ['is reset', (socket) => socket.resetAndDestroy(), 'the connection was reset'],
  ['ends', (socket) => socket.end(), 'the connection ended before an answer came'],
  ['is no HTTP', (socket) => socket.end('SSH-2.0-x\r\n'), 'its answer is no HTTP'],
])('a connection that %s is told in words', async (_what, say, error) => {
  canary.say = say;
  expect(await post(out(loopback))).toEqual({ answered: false, error });
});

test('a port where nobody listens, and a name that nobody knows, are told in words', async () => {
  const { port } = canary;
  await canary.close();
  await canary.open();
  const http = out(loopback);
  expect(await http.post(`http://127.0.0.1:${port === canary.port ? 1 : port}/`, {}, '')).toEqual({
    ...{ answered: false, error: 'the connection was refused' },
  });
  const unknown = out(loopback, {}, async () => []);
  expect(await post(unknown, 'nobody.example')).toEqual({ answered: false, error: 'nobody.example has no address' });
});
