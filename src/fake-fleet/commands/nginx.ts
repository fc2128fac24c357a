import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';

/** A word that stands alone where a directive would. */
const nonsense = /^(\w+)$/m;

/** Tests the settings of nginx: `nginx -t -q`. */
export const nginx: FakeCommand = {
  program: 'nginx',
  run: ({ files }) => {
    for (const path of files.below('/etc/nginx/conf.d').filter((one) => one.endsWith('.conf'))) {
      const word = nonsense.exec(files.read(path) ?? '')?.[1];
      if (word !== undefined) {
        throw new CommandFailed(1, `nginx: [emerg] unexpected end of file, expecting ";" or "}" in ${path}:2`);
      }
    }
    return '';
  },
};
