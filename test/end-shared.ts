import { once } from 'node:events';

/** After all tests: what they shared ends when its input does. */
async function end(): Promise<void> {
  const child = globalThis.hostwrightTestShared;
  if (child === undefined || child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}

module.exports = end;
