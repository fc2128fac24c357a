import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

declare global {
  // Jest shares nothing between setup and teardown but the global object.
  var hostwrightTestShared: ChildProcess | undefined;
}

/** Before all tests that may want a database: what all of them share. Where it is reaches the workers as a variable. */
async function start(): Promise<void> {
  const tsx = join(__dirname, '..', 'node_modules', '.bin', 'tsx');
  const child = spawn(tsx, [join(__dirname, 'shared-server.ts')], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const refused = once(child, 'exit').then(() => {
    throw new Error(`What the tests share did not start: ${said}`);
  });
  const line = once(child.stdout.setEncoding('utf8'), 'data').then(([text]) => String(text));
  process.env['HOSTWRIGHT_TEST_SHARED'] = await Promise.race([line, refused]);
  refused.catch(() => undefined);
  globalThis.hostwrightTestShared = child;
}

module.exports = start;
