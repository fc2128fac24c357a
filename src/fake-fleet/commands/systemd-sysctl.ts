import type { FakeCommand } from './command.js';

const assignment = /^([\w.]+)\s*=\s*(\S+)$/;

/** Sets the values of the running kernel that files list. */
export const systemdSysctl: FakeCommand = {
  program: 'systemd-sysctl',
  run: ({ files, kernel }, paths) => {
    for (const line of paths.flatMap((path) => files.file(path).content.split('\n'))) {
      const [, name = '', value = ''] = assignment.exec(line.trim()) ?? [];
      const path = `/proc/sys/${name.replaceAll('.', '/')}`;
      if (kernel.has(path)) kernel.set(path, value);
    }
    return '';
  },
};
