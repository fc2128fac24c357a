import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const unified = existsSync('/sys/fs/cgroup/cgroup.controllers');
const home = unified ? '/sys/fs/cgroup' : '/sys/fs/cgroup/cpuacct';

/** Processes whose CPU time is counted together, with all that they start, whoever adopts it. A control group; needs root. */
export class CpuGroup {
  /** As the kernel names it. */
  readonly path: string;
  private readonly folder: string;

  constructor(name: string) {
    this.path = `hostwright-bench-${process.pid}-${name}`;
    this.folder = join(home, this.path);
    mkdirSync(this.folder);
  }

  /** A command line that runs another one within the group. */
  within(command: readonly string[]): readonly [string, ...string[]] {
    return ['sh', '-c', 'echo $$ >"$0" && exec "$@"', join(this.folder, 'cgroup.procs'), ...command];
  }

  /** CPU seconds that its processes took by now. */
  seconds(): number {
    if (!unified) return Number(readFileSync(join(this.folder, 'cpuacct.usage'), 'utf8')) / 1e9;
    const [, microseconds] = /^usage_usec (\d+)$/m.exec(readFileSync(join(this.folder, 'cpu.stat'), 'utf8')) ?? [];
    return Number(microseconds) / 1e6;
  }

  processes(): readonly number[] {
    const listed = readFileSync(join(this.folder, 'cgroup.procs'), 'utf8').split('\n');
    return listed.filter((line) => line !== '').map(Number);
  }

  /** Once nothing is left in it; groups that its processes made within are removed first, in other hierarchies too. */
  async remove(): Promise<void> {
    const script = `find /sys/fs/cgroup -depth -type d -path "*/$1*" -exec rmdir {} + 2>/dev/null
      ! find /sys/fs/cgroup -maxdepth 2 -type d -path "*/$1" 2>/dev/null | grep -q .`;
    for (let tries = 0; tries < 50; tries += 1) {
      try {
        execFileSync('sh', ['-c', script, 'sh', this.path]);
        return;
      } catch {
        await pause(100);
      }
    }
  }
}
