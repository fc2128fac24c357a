import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHostwright } from './run-hostwright.js';

jest.setTimeout(120_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-apply-unreadable-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['is missing', 'none.yaml', null, /^\S+none\.yaml cannot be read: ENOENT/],
  ['is no text', 'shop.yaml', Buffer.from([0x7f, 0xff]), /^\S+shop\.yaml is no text; give YAML or JSON in UTF-8$/],
] as const)('says as JSON, where that is asked for, that a file %s', async (_, name, bytes, message) => {
  const file = join(folder, name);
  if (bytes !== null) await writeFile(file, bytes);
  const { code, said } = await runHostwright(['apply', '--json', '--yes', file]);
  expect(code).toBe(2);
  expect(JSON.parse(said)).toMatchObject({
    ...{ file, changes: '', tasks: [], operation: null, state: null },
    problems: [
      {
        ...{ line: 1, column: 1, path: '', rule: null, severity: 'ERROR', remedies: [] },
        message: expect.stringMatching(message),
      },
    ],
  });
  const plain = await runHostwright(['apply', '--yes', file]);
  expect(plain).toEqual({ code: 2, said: expect.stringMatching(/^error: /) });
});
