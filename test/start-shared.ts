import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

declare global {
  // Jest shares nothing between setup and teardown but the global object.
  var hostwrightTestPostgres: ChildProcess | undefined;
}

/** Before all tests that may want a database: one server for all of them. Its address reaches the workers as a variable. */
async function start(): Promise<void> {
  const tsx = join(__dirname, '..', 'node_modules', '.bin', 'tsx');
  const child = spawn(tsx, [join(__dirname, 'postgres-server.ts')], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const refused = once(child, 'exit').then(() => {
    throw new Error(`PostgreSQL for the tests did not start: ${said}`);
  });
  const line = once(child.stdout.setEncoding('utf8'), 'data').then(([text]) => String(text));
  process.env['HOSTWRIGHT_TEST_POSTGRES'] = await Promise.race([line, refused]);
  refused.catch(() => undefined);
  globalThis.hostwrightTestPostgres = child;
}

module.exports = start;
