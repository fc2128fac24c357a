import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

const unit = z.object({
  /** `loaded`, `not-found`, `masked`, … */
  LoadState: z.string(),
  ActiveState: z.string(),
  /** `enabled`, `disabled`, `static`, `masked`, `masked-runtime`, or empty for a unit without a file. */
  UnitFileState: z.string(),
  /** The file was changed after systemd read it. */
  NeedDaemonReload: z.string(),
});

export interface UnitState {
  readonly loaded: boolean;
  readonly active: boolean;
  /** Started again at the next boot. */
  readonly enabled: boolean;
  readonly needsReload: boolean;
  /** Kept from being started at all, until a boot or for good. */
  readonly masked: boolean;
}

const script = `systemctl show -p LoadState -p ActiveState -p UnitFileState -p NeedDaemonReload -- "$1"`;

/** Whether a systemd unit runs now and whether it will run after a boot. */
export function unitState(name: string): Probe<UnitState> {
  return {
    id: probeId('system.unitState', [name]),
    question: { via: 'shell', script, args: [name] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('systemctl', answer);
      const lines = answer.stdout.trimEnd().split('\n');
      const read = unit.safeParse(
        Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])),
      );
      if (!read.success) return unknown(`systemctl show ${z.prettifyError(read.error)}`);
      const { LoadState, ActiveState, UnitFileState, NeedDaemonReload } = read.data;
      return known({
        loaded: LoadState === 'loaded',
        active: ActiveState === 'active',
        enabled: UnitFileState === 'enabled',
        needsReload: NeedDaemonReload === 'yes',
        masked: LoadState === 'masked' || UnitFileState.startsWith('masked'),
      });
    },
  };
}
