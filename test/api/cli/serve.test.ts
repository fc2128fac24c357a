import { once } from 'node:events';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ServerProcess } from '../../../quickstart/server-process.js';
import { bundledProgram } from '../../bundled-program.js';
import { until } from '../../until.js';
import { fromSource, runHostwright } from './run-hostwright.js';

jest.setTimeout(120_000);

const boundTo = z.object({ port: z.int() });

let folder: string;
let taken: Server;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-serve-'));
  // PostgreSQL runs as another user, who has to get there.
  await chmod(folder, 0o755);
  taken = createServer();
  await once(taken.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  taken.close();
  await rm(folder, { recursive: true });
});

/** Whether any program works below the data folder, as PostgreSQL's all do. */
function worksThere(): boolean {
  return readdirSync('/proc').some((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
    } catch {
      return false;
    }
  });
}

const serve = (listen: string, heard?: Parameters<typeof runHostwright>[1]): ReturnType<typeof runHostwright> =>
  runHostwright(['serve', '--data', folder, '--listen', listen], heard);

it('says what to do where its port is taken, at the first start before it makes anything, and ends its database at others', async () => {
  const { port } = boundTo.parse(taken.address());
  const refused =
    `hostwright: The API cannot be opened at http://127.0.0.1:${port}: another program listens there. ` +
    'Choose another address and port with --listen or HOSTWRIGHT_LISTEN.';
  expect(await serve(`127.0.0.1:${port}`)).toEqual({ code: 1, said: `${refused}\n` });
  expect(readdirSync(folder)).toEqual([]);
  const first = await serve('127.0.0.1:0', (text, interrupt) => {
    if (text.includes('Hostwright serves')) interrupt();
  });
  expect(first.code).toBe(0);
  // It starts from now on, so that there is something to end.
  expect(existsSync(join(folder, 'postgresql', 'cluster', 'PG_VERSION'))).toBe(true);
  expect(await serve(`127.0.0.1:${port}`)).toEqual({ code: 1, said: expect.stringContaining(refused) });
  expect(worksThere()).toBe(false);
});

it.each([
  [['--data', '/proc/nowhere', '--listen', '127.0.0.1:0'], 'The folder /proc/nowhere cannot be made (ENOENT).'],
  [
    ['--data', 'data', '--listen', '127.0.0.1:0'],
    '--data or HOSTWRIGHT_DATA: give a folder by its whole path, which begins with "/"',
  ],
  [['--listen', '127.0.0.1:99999'], '--listen or HOSTWRIGHT_LISTEN: a port is at most 65535'],
])('says what is wrong with %j, and starts nothing', async (args, said) => {
  expect(await runHostwright(['serve', ...args])).toEqual({ code: 1, said: expect.stringContaining(said) });
});

it('ends its database where it is interrupted while it starts', async () => {
  const { code, said } = await serve('127.0.0.1:0', (text, interrupt) => {
    // Its database runs by then.
    if (text.includes('database migrations')) interrupt();
  });
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('hostwright: stopping') });
  expect(worksThere()).toBe(false);
});

it('is refused where another server has its data folder, which it names, and not once that one was killed', async () => {
  const data = join(folder, 'data');
  const server = (): Promise<ServerProcess> => ServerProcess.start({ data, port: 0, program: bundledProgram() });
  const first = await server();
  const second = await runHostwright(['serve', '--data', data, '--listen', '127.0.0.1:0']);
  expect(second).toEqual({
    code: 1,
    said: expect.stringMatching(
      /^hostwright: A server runs with the data folder \S+\/data already: process \d+, http:/m,
    ),
  });
  expect(second.said).toContain(`, ${first.url}. Stop that one first, or choose another folder with --data`);
  const pid = Number(/: process (\d+), /.exec(second.said)?.[1]);
  process.kill(pid, 'SIGKILL');
  await until('the first server is gone', () => first.signal === 'SIGKILL');
  const third = await server();
  await third.stop();
  // What the one before left says nothing of the next.
  await (await server()).stop();
});

it('says how to make the first token, and once there is one, that there is', async () => {
  const untilItServes: Parameters<typeof runHostwright>[1] = (text, interrupt) => {
    if (text.includes('Ctrl-C stops the server')) interrupt();
  };
  const create = `hostwright token create --data '${folder}' >hostwright-token`;
  const inClone = create.replace('hostwright', 'npm run --silent hostwright --');
  const args = ['serve', '--data', folder, '--listen', '127.0.0.1:0'];
  const first = await runHostwright(args, untilItServes, {}, fromSource);
  expect(first).toEqual({
    code: 0,
    said: expect.stringMatching(/^Hostwright serves http:\/\/127\.0\.0\.1:\d+\/graphql$/m),
  });
  expect(first.said).toContain(`There is no API token yet.`);
  expect(first.said).toContain(inClone);
  await runHostwright(['token', 'create', '--data', folder]);
  const second = await serve('127.0.0.1:0', untilItServes);
  expect(second.said).toContain('An API token was made before');
  expect(second.said).toContain(`umask 077; ${create}`);
});
