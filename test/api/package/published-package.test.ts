import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { ApiClient } from '../../../quickstart/api-client.js';
import { createToken, ServerProcess } from '../../../quickstart/server-process.js';

const root = join(__dirname, '..', '..', '..');

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

test('what is published has the shape of a manifest, and serves the API and its editor', async () => {
  // Of a copy: packing builds anew what other tests use at the same time.
  const copy = join(folder, 'copy');
  const left = new Set(['node_modules', 'dist', '.git']);
  cpSync(root, copy, { recursive: true, filter: (source) => !left.has(basename(source)) });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  execFileSync('npm', ['pack', '--loglevel=error', '--pack-destination', folder], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // What npm prints is mixed with what the build prints.
  const archives = readdirSync(folder).filter((name) => name !== 'copy');
  expect(archives).toEqual([expect.stringMatching(/^hostwright-.*\.tgz$/)]);
  execFileSync('tar', ['-xzf', join(folder, ...archives), '-C', folder]);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const program = [join(folder, 'package', 'dist', 'cli', 'main.js')];
  const shape = readFileSync(join(folder, 'package', 'docs', 'manifest.schema.json'), 'utf8');
  expect(execFileSync(process.execPath, [...program, 'check', '--schema'], { encoding: 'utf8' })).toBe(shape);
  const data = join(folder, 'data');
  server = await ServerProcess.start({ data, port: 0, program });
  const client = new ApiClient(server.url, await createToken(data, program));
  const viewer = z.object({ viewer: z.object({ role: z.string() }) });
  expect(await client.request('{ viewer { role } }', {}, viewer)).toEqual({ viewer: { role: 'ADMIN' } });
  const editor = await fetch(server.url, { headers: { accept: 'text/html' } });
  expect([editor.status, await editor.text()]).toEqual([200, expect.stringContaining('<script')]);
});
