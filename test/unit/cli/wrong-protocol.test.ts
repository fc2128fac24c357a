import { createServer as createWebServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { z } from 'zod';
import { ask } from '../../../src/cli/client/ask.js';
import { operationEvents } from '../../../src/cli/client/operation-events.js';
import { wrongProtocol } from '../../../src/cli/client/wrong-protocol.js';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** Where a server listens. */
async function hostOf(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${z.object({ port: z.int() }).parse(server.address()).port}`;
}

const asked = async (url: string): Promise<unknown> => ask({ url, token: 'hw_x' }, '{ a }', {}, z.unknown());

it('says at once of a server that speaks no TLS how its URL is written', async () => {
  const host = await hostOf(createWebServer((_, reply) => reply.end()));
  const url = `https://${host}/graphql`;
  const message = `what answers at ${host} speaks no TLS; if it is Hostwright, give the URL as http://${host}/graphql by --url or HOSTWRIGHT_URL`;
  await expect(asked(url)).rejects.toMatchObject({ name: 'ApiRefusal', message });
  const { signal } = new AbortController();
  const events = operationEvents({ url, token: 'hw_x' }, { id: 'x', after: null }, signal, () => undefined);
  await expect(events.next()).rejects.toMatchObject({ name: 'ApiRefusal', message });
});

it('says at once of a port that is of another protocol that nobody is asked there', async () => {
  await expect(asked('http://127.0.0.1:22/graphql')).rejects.toMatchObject({
    name: 'ApiRefusal',
    message:
      '127.0.0.1:22 has the port of another protocol, at which no API is asked; give the URL of the API by --url or HOSTWRIGHT_URL',
  });
});

it('says at once of what speaks no HTTP that it is no API', async () => {
  const greets = createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.2\r\n'));
  const host = await hostOf(greets);
  await expect(asked(`http://${host}/graphql`)).rejects.toMatchObject({
    name: 'ApiRefusal',
    message: `what answers at ${host} speaks no HTTP, so it is no API of Hostwright; give the URL of that by --url or HOSTWRIGHT_URL`,
  });
});

it('says whose certificate is not trusted, and how it may be', () => {
  const cause = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(wrongProtocol('https://panel.example/graphql', new TypeError('fetch failed', { cause }))).toBe(
    'the certificate of panel.example is not trusted here: self-signed certificate; NODE_EXTRA_CA_CERTS names a file with the authority that issued it',
  );
});

it.each([
  ['a connection that is refused', { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }],
  ['an answer that breaks off, as of a server that ends', { code: 'HPE_INVALID_EOF_STATE', message: 'Invalid EOF' }],
  ['a connection that is reset', { code: 'ECONNRESET', message: 'read ECONNRESET' }],
])('leaves to waiting what may be mended by it: %s', (_what, cause) => {
  expect(wrongProtocol('https://panel.example/graphql', new TypeError('fetch failed', { cause }))).toBeUndefined();
});
