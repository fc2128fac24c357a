const started = performance.now();

/** Tells how far it is, past the test runner, which keeps back what tests print. */
export function say(line: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  process.stderr.write(`${seconds} s  ${line}\n`);
}
