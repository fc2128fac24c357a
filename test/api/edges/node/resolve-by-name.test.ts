import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveByName, type Resolve } from '../../../../src/edges/node/resolve-by-name.js';

const known: Readonly<Record<string, { readonly a?: readonly string[]; readonly aaaa?: readonly string[] }>> = {
  'both.example': { a: ['192.0.2.1', '192.0.2.2'], aaaa: ['2001:db8::1'] },
  'four.example': { a: ['192.0.2.4'] },
  'six.example': { aaaa: ['2001:db8::6'] },
  'empty.example': {},
};
const silent = /^silent/;

/** Answers a query as RFC 1035 says, section 4, for the names above; says nothing of those that begin with `silent`. */
function answer(query: Buffer): Buffer | undefined {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const name = labels.join('.');
  if (silent.test(name)) return undefined;
  const type = query.readUInt16BE(at + 1);
  const data = type === 1 ? (known[name]?.a ?? []).map(fourBytes) : (known[name]?.aaaa ?? []).map(sixteenBytes);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(name in known ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data.length, 6);
  const records = data.map((bytes) => {
    const head = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length]);
    return Buffer.concat([head, bytes]);
  });
  return Buffer.concat([header, query.subarray(12, at + 5), ...records]);
}

const fourBytes = (address: string): Buffer => Buffer.from(address.split('.').map(Number));
const sixteenBytes = (address: string): Buffer => {
  const [head = '', tail = ''] = address.split('::');
  const hex = head
    .split(':')
    .map((group) => group.padStart(4, '0'))
    .join('');
  return Buffer.from(hex + tail.padStart(32 - hex.length, '0'), 'hex');
};

let nameServer: Socket;
let asked: number;
let folder: string;
let resolve: Resolve;
let resolveWithin: (totalMs: number) => Resolve;
beforeEach(async () => {
  asked = 0;
  nameServer = createSocket('udp4', (query, { port, address }) => {
    asked += 1;
    const reply = answer(query);
    if (reply !== undefined) nameServer.send(reply, port, address);
  });
  nameServer.bind(0, '127.0.0.1');
  await once(nameServer, 'listening');
  folder = await mkdtemp(join(tmpdir(), 'hostwright-hosts-'));
  const hostsFile = join(folder, 'hosts');
  await writeFile(
    hostsFile,
    '# 10.0.0.1 out.example\n10.0.0.9  Portal.example portal # of the office\nfd00::9 portal\n',
  );
  const servers = [`127.0.0.1:${nameServer.address().port}`];
  resolveWithin = (totalMs) => resolveByName({ servers, totalMs, hostsFile });
  resolve = resolveWithin(10_000);
});
afterEach(async () => {
  nameServer.close();
  await rm(folder, { recursive: true });
});

test.each([
  ['both.example', ['192.0.2.1', '2001:db8::1', '192.0.2.2']],
  ['BOTH.example.', ['192.0.2.1', '2001:db8::1', '192.0.2.2']],
  ['four.example', ['192.0.2.4']],
  ['six.example', ['2001:db8::6']],
])('a name server gives the addresses of %s, of both families by turns', async (name, addresses) => {
  expect(await resolve(name)).toEqual(addresses);
  expect(asked).toBe(2);
});

test.each([
  ['portal', ['10.0.0.9', 'fd00::9']],
  ['PORTAL.EXAMPLE', ['10.0.0.9']],
  ['localhost', ['127.0.0.1', '::1']],
  ['any.localhost', ['127.0.0.1', '::1']],
])('%s is known to the machine, and no name server is asked', async (name, addresses) => {
  expect(await resolve(name)).toEqual(addresses);
  expect(asked).toBe(0);
});

test.each([
  ['empty.example', 'its name has no address'],
  ['unknown.example', 'its name is not known'],
  ['out.example', 'its name is not known'],
])('that %s has no address is told in words', async (name, message) => {
  await expect(resolve(name)).rejects.toThrow(message);
});

test('names of which nobody says anything hold up no other, and are given up', async () => {
  let waiting = 0;
  const patient = resolveWithin(3_000);
  const given = Array.from({ length: 16 }, (_, each) => {
    waiting += 1;
    return patient(`silent${each}.example`)
      .catch((error: unknown) => String(error))
      .finally(() => (waiting -= 1));
  });
  expect(await resolve('four.example')).toEqual(['192.0.2.4']);
  expect(waiting).toBe(16);
  await expect(resolveWithin(1)('silent.example')).rejects.toThrow('its name server did not answer in time');
  expect(waiting).toBe(16);
  for (const told of await Promise.all(given)) expect(told).toContain('its name server did not answer in time');
});
