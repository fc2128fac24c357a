import { CommandFailed } from '../model/command-failed.js';
import type { FakeHost } from '../model/fake-host.js';
import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

const flags = {
  now: { type: 'boolean' },
  'no-reload': { type: 'boolean' },
  'no-block': { type: 'boolean' },
} as const;

const notLoaded = 5;

function stop(host: FakeHost, unit: string): void {
  if (!unit.endsWith('.timer') || host.units.show(unit).loaded) return host.units.stop(unit);
  if (!host.timers.disarm(unit)) {
    throw new CommandFailed(notLoaded, `Failed to stop ${unit}: Unit ${unit} not loaded.`);
  }
}

const verbs: Readonly<Record<string, (host: FakeHost, unit: string) => void>> = {
  start: ({ units }, unit) => units.start(unit),
  restart: ({ units }, unit) => units.restart(unit),
  reload: ({ units }, unit) => units.reloadUnit(unit),
  stop,
  enable: ({ units }, unit) => units.enable(unit),
  disable: ({ units }, unit) => units.disable(unit),
};

/** Has systemd start, stop, enable or disable units, or read their files anew. */
export const systemctl: FakeCommand = {
  program: 'systemctl',
  run: (host, args) => {
    const { values, positionals } = readOptions('systemctl', args, flags);
    const [verb = '', ...names] = positionals;
    if (verb === 'daemon-reload') {
      host.units.reload();
      return '';
    }
    const act = verbs[verb];
    if (act === undefined) throw new CommandFailed(1, `Unknown command verb ${verb}.`);
    for (const unit of names.map((name) => (/\.\w+$/.test(name) ? name : `${name}.service`))) {
      act(host, unit);
      if (values.now === true && verb === 'disable') host.units.stop(unit);
    }
    return '';
  },
};
