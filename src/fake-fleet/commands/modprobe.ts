import type { FakeCommand } from './command.js';

/** What a kernel shows once a module is loaded. */
const settingsOf: Readonly<Record<string, readonly [path: string, value: string]>> = {
  lockd: ['/proc/sys/fs/nfs/nlm_grace_period', '0'],
  ip_vs: ['/proc/sys/net/ipv4/vs/conn_reuse_mode', '1'],
};

/** Loads modules of the kernel. */
export const modprobe: FakeCommand = {
  program: 'modprobe',
  run: ({ kernel }, args) => {
    for (const module of args) {
      const [path, value] = settingsOf[module] ?? [];
      if (path !== undefined && value !== undefined && !kernel.has(path)) kernel.set(path, value);
    }
    return '';
  },
};
