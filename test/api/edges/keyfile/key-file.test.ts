import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKeyFile } from '../../../../src/edges/keyfile/key-file.js';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-key-'));
  path = join(folder, 'below', 'key');
});
afterEach(() => rm(folder, { recursive: true }));

it('a missing key file is made, for its owner only, and read again ever after', async () => {
  const made = await readKeyFile(path);
  expect(made.key).toHaveLength(32);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readKeyFile(path)).toEqual(made);
  expect(await readdir(join(folder, 'below'))).toEqual(['key']);
});

it('two that make it at once agree on one key', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => readKeyFile(path)));
  expect(new Set(keys.map(({ key }) => key.toString('hex'))).size).toBe(1);
  expect(await readdir(join(folder, 'below'))).toEqual(['key']);
});

it.each([0o644, 0o640, 0o604, 0o660])('a key file with mode %i, which others may use, is refused', async (mode) => {
  await readKeyFile(path);
  await chmod(path, mode);
  await expect(readKeyFile(path)).rejects.toThrow(`chmod 600 ${path}`);
});

it.each(['', 'c2hvcnQ=', 'x'.repeat(200)])('a key file that holds no key is refused: %p', async (text) => {
  await readKeyFile(path);
  await writeFile(path, text);
  await expect(readKeyFile(path)).rejects.toThrow('does not hold a key of 32 bytes');
});
