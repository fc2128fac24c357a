import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

/** What npm says and how it ends; nothing but the first script of a command is run where that refuses. */
function npm(...args: readonly string[]): { readonly code: number | null; readonly said: string } {
  const { status, stderr } = spawnSync('npm', [...args], { cwd: root, encoding: 'utf8', timeout: 60_000 });
  return { code: status, said: stderr };
}

const refusal = (line: string): RegExp => new RegExp(`^npm took an option .*; write: ${line}$`, 'm');

test.each([
  [['start', '--listen', '127.0.0.1:4700'], 'npm start -- --listen ADDRESS:PORT'],
  [['start', '--listen=127.0.0.1:4700', '--data=/srv/x'], 'npm start -- --listen 127\\.0\\.0\\.1:4700 --data /srv/x'],
  [['run', 'quickstart', '--exit', '--port=0'], 'npm run quickstart -- --exit --port 0'],
  [['test', '--thorough'], 'npm test -- --thorough'],
])('an option that npm took for its own is told, and nothing is run: %j', (args, line) => {
  expect(npm(...args)).toEqual({ code: 2, said: expect.stringMatching(refusal(line)) });
});

test('an option behind "--" gets there', () => {
  expect(npm('run', '--silent', 'quickstart', '--', '--frob')).toEqual({
    code: 2,
    said: expect.stringContaining('unknown option --frob'),
  });
});
