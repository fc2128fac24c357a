import { readdirSync, readFileSync } from 'node:fs';

/** What `/proc` counts in; the same on every architecture of Linux that Node.js runs on. */
const ticksPerSecond = 100;

interface Counted {
  readonly parent: number;
  readonly own: number;
  /** Of children that ended and were waited for. */
  readonly ofEnded: number;
}

function counted(pid: number): Counted | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold anything; what follows it does not.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    const [user = 0, system = 0, userOfEnded = 0, systemOfEnded = 0] = fields.slice(11, 15);
    return { parent, own: user + system, ofEnded: userOfEnded + systemOfEnded };
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}

/** CPU seconds of a process and of whatever it started by now. */
export function processCpu(root: number): number {
  const all = new Map<number, Counted>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const found = Number.isInteger(pid) ? counted(pid) : undefined;
    if (found !== undefined) all.set(pid, found);
  }
  const isUnder = (pid: number): boolean => {
    for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  let ticks = 0;
  for (const [pid, { own, ofEnded }] of all) if (isUnder(pid)) ticks += own + ofEnded;
  return ticks / ticksPerSecond;
}
