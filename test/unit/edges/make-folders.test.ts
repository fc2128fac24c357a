import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closedFolder } from '../../../src/edges/embedded/closed-folder.js';
import { makeFolders } from '../../../src/edges/node/make-folders.js';

let folder: string;
let mask: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-folders-'));
  mask = process.umask(0o077);
});
afterEach(async () => {
  process.umask(mask);
  await rm(folder, { recursive: true });
});

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

it('gives every folder that it makes the mode that was asked for, under any mask', async () => {
  await makeFolders(join(folder, 'a/b'), 0o755);
  expect([await modeOf(join(folder, 'a')), await modeOf(join(folder, 'a/b'))]).toEqual([0o755, 0o755]);
});

it('leaves a folder that is there as it is', async () => {
  await makeFolders(join(folder, 'a'), 0o755);
  expect(await modeOf(folder)).toBe(0o700);
});

it('names the outermost folder that keeps another user out', async () => {
  await makeFolders(join(folder, 'a/b'), 0o755);
  await makeFolders(join(folder, 'a/b/c'), 0o700);
  expect(await closedFolder(join(folder, 'a/b/c'))).toBe(folder);
  expect(await closedFolder('/')).toBeUndefined();
});
