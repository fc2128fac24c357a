import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ApiClient } from '../../../quickstart/api-client.js';
import { createToken, ServerProcess } from '../../../quickstart/server-process.js';

const root = join(__dirname, '..', '..', '..');
const packed = z.array(z.object({ filename: z.string() })).length(1);

jest.setTimeout(300_000);

let folder: string;
let server: ServerProcess | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostwright-package-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('what is published serves the API and its editor', async () => {
  const answer = execFileSync('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // What the build prints comes before the answer.
  const [archive] = packed.parse(JSON.parse(answer.slice(answer.indexOf('[\n'))));
  execFileSync('tar', ['-xzf', join(folder, archive?.filename ?? ''), '-C', folder]);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const program = [join(folder, 'package', 'dist', 'cli', 'main.js')];
  const data = join(folder, 'data');
  server = await ServerProcess.start({ data, port: 0, program });
  const client = new ApiClient(server.url, await createToken(data, program));
  const viewer = z.object({ viewer: z.object({ role: z.string() }) });
  expect(await client.request('{ viewer { role } }', {}, viewer)).toEqual({ viewer: { role: 'ADMIN' } });
  const editor = await fetch(server.url, { headers: { accept: 'text/html' } });
  expect([editor.status, await editor.text()]).toEqual([200, expect.stringContaining('<script')]);
});
