import { CommandFailed } from '../model/command-failed.js';
import type { FakeHost } from '../model/fake-host.js';

/** What `cat` prints of settings of the running kernel. */
export function kernelFiles({ kernel }: FakeHost, paths: readonly string[]): string {
  return paths
    .map((path) => {
      const value = kernel.get(path);
      if (value === undefined) throw new CommandFailed(1, `cat: ${path}: No such file or directory`);
      return `${value}\n`;
    })
    .join('');
}
