import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { until } from '../../until.js';

jest.setTimeout(180_000);

const root = join(__dirname, '..', '..', '..');
const line = z.tuple([z.string()]);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-start-'));
  // PostgreSQL runs as another user, who has to get there.
  await chmod(folder, 0o755);
});
afterEach(() => rm(folder, { recursive: true }));

it('serves the API and its editor from a clone by one command, which ends in order', async () => {
  const child = spawn('npm', ['start', '--silent', '--', '--json', '--data', folder, '--listen', '127.0.0.1:0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'close');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const served = once(createInterface({ input: child.stdout }), 'line').then((given) => line.parse(given)[0]);
  const first = await Promise.race([served, ended.then(() => `it ended: ${said}`)]);
  const { url } = z.object({ url: z.url() }).parse(JSON.parse(first));
  const editor = await fetch(url, { headers: { accept: 'text/html' } });
  expect([editor.status, await editor.text()]).toEqual([200, expect.stringContaining('<script')]);
  // As a terminal does, to npm and to what it runs; npm passes it on besides. Whoever is impatient does it again.
  const group = -z.int().parse(child.pid);
  process.kill(group, 'SIGINT');
  await until('it says that it stops', () => said.includes('hostwright: stopping'));
  process.kill(group, 'SIGINT');
  await ended;
  expect({ code: child.exitCode, said }).toEqual({ code: 0, said: expect.stringMatching(/hostwright: stopping[^\n]*\n$/) }); // prettier-ignore
  const left = await readdir(join(folder, 'postgresql', 'cluster')).catch(() => ['no folder']);
  expect(left).toContain('PG_VERSION');
  expect(left).not.toContain('postmaster.pid');
});
