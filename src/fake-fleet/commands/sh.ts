import { releaseMount } from '../../steps/storage/release-mount.js';
import { CommandFailed } from '../model/command-failed.js';
import type { FakeHost } from '../model/fake-host.js';
import type { FakeCommand } from './command.js';

/** Nobody uses a mount of a fake host: it is taken away at once. */
function release({ mounts }: FakeHost, target: string): void {
  if (mounts.at(target) !== undefined) mounts.remove(target);
}

const releaseChange = releaseMount('');
const releaseScript = releaseChange.do === 'run' ? releaseChange.argv[2] : undefined;

/** The constant scripts that steps run, told by their text; there is no shell. */
export const sh: FakeCommand = {
  program: 'sh',
  run: (host, [flag, script = '', , target = '']) => {
    if (flag !== '-c' || script !== releaseScript) {
      throw new CommandFailed(127, `the fake host has no model of the script: ${script.split('\n', 1)[0] ?? ''}`);
    }
    release(host, target);
    return '';
  },
};
