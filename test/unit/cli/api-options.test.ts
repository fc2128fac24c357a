import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiFrom, type PersonsApi } from '../../../src/cli/client/api-options.js';

const folder = mkdtempSync(join(tmpdir(), 'hw-api-options-'));
const before = { ...process.env };
let notes: string[] = [];
let printed: jest.SpyInstance;
beforeEach(() => {
  notes = [];
  printed = jest.spyOn(console, 'error').mockImplementation((line: string) => notes.push(line));
});
afterEach(() => {
  printed.mockRestore();
  process.env = { ...before };
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}
const refuse = (message: string): never => {
  throw new Error(message);
};
const asked = (variables: Readonly<Record<string, string>>, tokenFile?: string): PersonsApi => {
  process.env = { ...before, ...variables };
  return apiFrom({ tokenFile }, refuse);
};
const inShell = ({ tokenInShell }: PersonsApi): string =>
  execFileSync('sh', ['-c', `printf %s ${tokenInShell}`], { encoding: 'utf8', env: process.env });

describe('the token that commands ask with', () => {
  const given = file('given', 'hw_given\n');
  const named = file('named', 'hw_named\n');

  it.each([
    [
      'a file that is given, whatever the environment has',
      { HOSTWRIGHT_TOKEN_FILE: named, HOSTWRIGHT_TOKEN: 'hw_x' },
      given,
      'hw_given',
    ],
    ['the file that the environment names', { HOSTWRIGHT_TOKEN_FILE: named }, undefined, 'hw_named'],
    ['the environment itself', { HOSTWRIGHT_TOKEN: 'hw_x' }, undefined, 'hw_x'],
    [
      'the environment itself where no file is named',
      { HOSTWRIGHT_TOKEN_FILE: '', HOSTWRIGHT_TOKEN: 'hw_x' },
      undefined,
      'hw_x',
    ],
    [
      'the named file, which has the same one',
      { HOSTWRIGHT_TOKEN_FILE: named, HOSTWRIGHT_TOKEN: 'hw_named' },
      undefined,
      'hw_named',
    ],
  ])('is that of %s, in a shell too', (_, variables, option, token) => {
    const api = asked(variables, option);
    expect([api.token, inShell(api), notes]).toEqual([token, token, []]);
  });

  it('is that of the named file where the environment has another one, which is said without either', () => {
    expect(asked({ HOSTWRIGHT_TOKEN_FILE: named, HOSTWRIGHT_TOKEN: 'hw_x' }).token).toBe('hw_named');
    expect(notes).toEqual([
      expect.stringMatching(/the token in \S+named is used, .* HOSTWRIGHT_TOKEN has another one$/),
    ]);
    expect(notes.join()).not.toMatch(/hw_/);
  });

  it('is told how to come by where there is none, or the file is empty', () => {
    expect(() => asked({})).toThrow(
      /--token-file, HOSTWRIGHT_TOKEN_FILE or HOSTWRIGHT_TOKEN; hostwright token create /,
    );
    expect(() => asked({ HOSTWRIGHT_TOKEN_FILE: file('empty', '') })).toThrow(
      /in \S+empty, which is empty; hostwright token create /,
    );
    expect(() => asked({ HOSTWRIGHT_TOKEN_FILE: folder })).toThrow(/^error: the token cannot be read: EISDIR/);
    expect(() => asked({ HOSTWRIGHT_TOKEN_FILE: join(folder, 'missing') })).toThrow(
      /^error: there is no token file \S+missing; hostwright token create /,
    );
  });
});
