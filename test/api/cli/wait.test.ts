import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ssh2 from 'ssh2';
import { z } from 'zod';
import { ApiClient } from '../../../quickstart/api-client.js';
import { createToken, ServerProcess } from '../../../quickstart/server-process.js';
import { toGlobalId } from '../../../src/domain/ids.js';
import { ssh2KeyPairs } from '../../../src/edges/ssh2/ssh2-key-pairs.js';
import { bundledProgram } from '../../bundled-program.js';
import { nothingWrong } from '../../../src/cli/client/what-is-wrong.js';
import { runHostwright } from './run-hostwright.js';

jest.setTimeout(300_000);

const hostKey = ssh2KeyPairs.generate('host').privateKey.reveal();
const taken = z.object({ operation: z.object({ id: z.string() }).nullable(), userErrors: z.tuple([]) });
const inShell = promisify(execFile);
const registered = z.object({ operation: z.object({ id: z.string() }) });

let folder: string;
let server: ServerProcess;
let token: string;
let sshKeyId: string;
const hosts: ssh2.Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-wait-'));
  // PostgreSQL runs as another user, who has to get there.
  await chmod(folder, 0o755);
  process.env['HOSTWRIGHT_ALLOW_NETWORKS'] = '127.0.0.0/8';
  server = await ServerProcess.start({ data: join(folder, 'data'), port: 0, program: bundledProgram() });
  token = await createToken(join(folder, 'data'), bundledProgram());
  await writeFile(join(folder, 'token'), `${token}\n`, { mode: 0o600 });
  const { sshKey } = await client().mutate(
    'createSshKey',
    'CreateSshKeyInput',
    'sshKey { id }',
    { idempotencyKey: randomUUID(), name: 'key' },
    z.object({ sshKey: z.object({ id: z.string() }) }),
  );
  sshKeyId = sshKey.id;
});
afterAll(async () => {
  delete process.env['HOSTWRIGHT_ALLOW_NETWORKS'];
  for (const host of hosts) host.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const client = (): ApiClient => new ApiClient(server.url, token);

/** Starts the first contact with a host on a port of this machine. */
async function contact(port: number, hostKeyFingerprint?: string): Promise<string> {
  const host = { name: `host-${port}`, address: '127.0.0.1', port, sshKeyId, hostKeyFingerprint };
  const { operation } = await client().mutate(
    'registerHost',
    'RegisterHostInput',
    'operation { id }',
    { idempotencyKey: randomUUID(), ...host },
    registered,
  );
  return operation.id;
}

async function closedPort(): Promise<number> {
  const closed = createServer();
  await once(closed.listen(0, '127.0.0.1'), 'listening');
  const bound: AddressInfo | string | null = closed.address();
  closed.close();
  await once(closed, 'close');
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return bound.port;
}

/** An sshd that shows its key. */
async function hostOn(port: number): Promise<void> {
  const host = new ssh2.Server({ hostKeys: [hostKey] }, (guest) => guest.on('error', () => undefined));
  hosts.push(host);
  await new Promise<void>((resolve) => host.listen(port, '127.0.0.1', resolve));
}

const wait = (args: readonly string[], heard?: (text: string) => void): ReturnType<typeof runHostwright> =>
  runHostwright(['wait', '--url', server.url, '--token-file', join(folder, 'token'), ...args], heard);

it('ends with the operation, also where the server restarted in between, and tells each event once', async () => {
  const port = await closedPort();
  const operation = await contact(port);
  let restarted: Promise<void> | undefined;
  const restart = async (): Promise<void> => {
    await server.stop();
    server = await ServerProcess.start({
      data: join(folder, 'data'),
      port: Number(new URL(server.url).port),
      program: bundledProgram(),
    });
    await hostOn(port);
  };
  const { code, said } = await wait([operation], (text) => {
    if (text.includes('task.waiting')) restarted ??= restart();
  });
  expect(restarted).toBeDefined();
  await restarted;
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^SUCCEEDED$/m) });
  expect(said.match(/operation\.accepted/g)).toHaveLength(1);
  expect(said).toMatch(
    /^http:\S+ cannot be reached: [^\n]+\. Trying again until \d\d:\d\d:\d\dZ \(--timeout 600\)\. The operation is not lost: [^\n]+\n[^]*^http:\S+ is reached again\n/m,
  );
  // Told while it waits, and once of a host, however often that is tried.
  const toEnd =
    / {2}→ Ctrl-C ends no more than this waiting, and the operation goes on; [^\n]*:\n {4}printf [^\n]*cancelOperation/g;
  expect(said.match(toEnd)).toHaveLength(1);
  expect(said.match(/^ {2}→ See that \S+ runs and serves SSH at 127\.0\.0\.1 port \d+/gm)).toHaveLength(1);
  expect(said.match(/^ {4}printf .*updateHost.*"hostId":/gm)).toHaveLength(1);
});

it('ends with another code where the operation failed, and says why', async () => {
  const port = await closedPort();
  await hostOn(port);
  const operation = await contact(port, `SHA256:${'a'.repeat(43)}`);
  const { code, said } = await wait(['--json', operation]);
  expect(code).toBe(1);
  expect(JSON.parse(/^\{.*\}$/m.exec(said)?.[0] ?? '')).toEqual({
    ...{ operation, state: 'FAILED', canRetry: true, rule: null, others: [], untold: 0 },
    ...nothingWrong,
    failure: expect.stringContaining('key'),
    remedies: [
      expect.objectContaining({ mutation: 'confirmHostKey' }),
      expect.objectContaining({ mutation: 'updateHost' }),
      expect.objectContaining({ mutation: 'retryOperation', input: { operationId: operation } }),
    ],
  });
  const inWords = await wait([operation]);
  expect(inWords.code).toBe(1);
  expect(inWords.said).toMatch(/^\S+ task\.failed: [^\n]+\n {2}→ Only if host-\d+ was installed anew[^\n]*$/m);
  expect(inWords.said).toMatch(
    /Only if host-\d+ was installed anew[^\n]*:\n {4}printf [^\n]* \| curl [^\n]*confirmHostKey[^\n]*"fingerprint":"SHA256:/,
  );
  expect(inWords.said).toMatch(/Otherwise another machine answers at 127[^\n]*:\n {4}printf [^\n]*updateHost/);
  expect(inWords.said).toMatch(/:\n {4}printf [^\n]*retryOperation[^\n]*\n?$/);
  expect(inWords.said).not.toContain(token);
  const lineOf = (mutation: string): string =>
    inWords.said.split('\n').find((one) => one.startsWith('    printf ') && one.includes(mutation)) ?? '';
  // A gap is refused, and the line that was refused is taken once it is filled in.
  const gap = '<the right address>';
  expect((await inShell('sh', ['-euc', lineOf('updateHost')])).stdout).toMatch(
    /"operation":null.*"userErrors":\[\{"code":"INVALID_INPUT","message":"[^"]*IPv4 or IPv6 address/,
  );
  // Copied into a shell, each is taken: the key is confirmed, the host stays where it is, and what failed is done again.
  for (const mutation of ['confirmHostKey', 'updateHost', 'retryOperation']) {
    const { stdout } = await inShell('sh', ['-euc', lineOf(mutation).replace(gap, '127.0.0.1')]);
    const answered = z.object({ data: z.record(z.string(), taken) }).parse(JSON.parse(stdout));
    expect(Object.keys(answered.data)).toEqual([mutation]);
  }
});

it('takes the URL of the server for that of its API', async () => {
  const operation = await contact(await closedPort());
  const { origin } = new URL(server.url);
  for (const url of [origin, `${origin}/`]) {
    const { code, said } = await wait(['--url', url, '--timeout', '1', operation]);
    expect({ code, said }).toEqual({
      code: 124,
      said: expect.stringContaining('It had not ended after 1 seconds. It goes on; wait for it again:\n'),
    });
  }
  expect(await wait(['--url', `${origin}/other`, operation])).toEqual({
    code: 2,
    said: `error: what answers at ${origin}/other (404) is no GraphQL API; that of Hostwright is at a URL like http://127.0.0.1:4600/graphql, which --url or HOSTWRIGHT_URL gives\n`,
  });
});

it('ends with the code of timeout where the operation goes on', async () => {
  const operation = await contact(await closedPort());
  expect(await wait(['--timeout', '2', operation])).toEqual({
    code: 124,
    said: expect.stringMatching(
      /^host-\d+ task\.waiting: .*ECONNREFUSED.*, tried (once|\d+ times), next at \d\d:\d\d:\d\dZ, and so on until \d\d:\d\d:\d\dZ$[^]*^It had not ended after 2 seconds\. It goes on; wait for it again:\n {2}\S.* wait \S+ --url '\S+' --token-file '\S+'$/m,
    ),
  });
});

it('says at once where it waits for a server that it cannot reach, and at the end', async () => {
  const operation = toGlobalId('Operation', randomUUID());
  const url = `http://127.0.0.1:${await closedPort()}/graphql`;
  expect(await wait(['--url', url, '--timeout', '1', operation])).toEqual({
    code: 124,
    said: expect.stringMatching(
      new RegExp(
        `^${url} cannot be reached: connect ECONNREFUSED 127\\.0\\.0\\.1:\\d+\\. Trying again until \\d\\d:\\d\\d:\\d\\dZ \\(--timeout 1\\)\\. The operation is not lost: its server keeps it, and goes on with it as soon as it runs\\.
It had not ended after 1 seconds, and ${url} could not be reached at last\\. Start the server \\(npm start, or hostwright serve\\), or give the URL where it is by --url or HOSTWRIGHT_URL\\. Then wait for it again:
  \\S.* wait ${operation} --url '${url}' --token-file '\\S+'
$`,
      ),
    ),
  });
});

/** Names the option instead, and not what was given. */
const noPassword =
  /^error: give the URL of the API without a user and a password in it; (?!.*pass-word).*--token-file/m;

it.each([
  ['another token', 'hw_wrong', [], /^error: .*token/m],
  ['an empty token', '', [], /^error: there is no API token in /m],
  ['no number of seconds', 'unchanged', ['--timeout', 'soon'], /number of seconds from 1 to 86400/],
  [
    'an option that is none',
    'unchanged',
    ['--forever'],
    /unknown option '--forever'\nhostwright wait --help shows what there is\n$/,
  ],
  ['another URL', 'unchanged', ['--url', 'ftp://x'], /^error: give the URL of the API/m],
  ['a URL with a password', 'unchanged', ['--url', 'http://me:pass-word@127.0.0.1:4600/graphql'], noPassword],
  ['no such operation', 'unchanged', [], /^error: There is no Operation with this id/m],
])('ends with the code of wrong use where there is %s', async (_, given, more, message) => {
  const file = join(folder, 'given');
  await writeFile(file, given === 'unchanged' ? token : given);
  const operation = toGlobalId('Operation', randomUUID());
  const { code, said } = await wait(['--token-file', file, ...more, operation]);
  expect({ code, said }).toEqual({ code: 2, said: expect.stringMatching(message) });
  expect(said).not.toContain(token);
});

it('tells its exit codes', async () => {
  const { code, said } = await runHostwright(['wait', '--help']);
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^ +124 +it had not ended/m) });
});
