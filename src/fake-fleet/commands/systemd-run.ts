import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

const flags = {
  quiet: { type: 'boolean' },
  unit: { type: 'string' },
  'on-active': { type: 'string' },
  'timer-property': { type: 'string' },
} as const;

/** Arms the timer that undoes a change which nobody confirms: the only use that Hostwright makes of it by itself. */
export const systemdRun: FakeCommand = {
  program: 'systemd-run',
  run: (host, args) => {
    const ours = args.indexOf('flock');
    const { values } = readOptions('systemd-run', args.slice(0, Math.max(ours, 0)), flags);
    const seconds = /^(\d+)s$/.exec(values['on-active'] ?? '')?.[1];
    if (ours === -1 || values.unit === undefined || seconds === undefined) {
      throw new CommandFailed(1, 'systemd-run: the fake host has no model of this command');
    }
    host.timers.arm(`${values.unit}.timer`, Number(seconds), args.at(-1) ?? '');
    return '';
  },
};
