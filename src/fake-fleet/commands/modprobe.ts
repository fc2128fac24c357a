import type { FakeCommand } from './command.js';

/** What a kernel shows once a module is loaded, by path. */
const settingsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lockd: { '/proc/sys/fs/nfs/nlm_grace_period': '0' },
  ip_vs: { '/proc/sys/net/ipv4/vs/conn_reuse_mode': '1', '/proc/sys/net/ipv4/vs/expire_quiescent_template': '0' },
};

/** Loads modules of the kernel. */
export const modprobe: FakeCommand = {
  program: 'modprobe',
  run: ({ kernel }, args) => {
    for (const [path, value] of args.flatMap((module) => Object.entries(settingsOf[module] ?? {}))) {
      if (!kernel.has(path)) kernel.set(path, value);
    }
    return '';
  },
};
