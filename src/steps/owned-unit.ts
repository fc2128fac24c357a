import type { FileFact } from '../probes/system/file-at.js';
import { unitState, type UnitState } from '../probes/system/unit-state.js';
import type { Probe } from '../probes/probe.js';
import type { Change } from './change.js';
import { ownedFile, type OwnedFile } from './owned-file.js';
import type { Facts } from './step.js';
import { disable, enable, syncUnits, systemctl } from './systemctl.js';

/** A systemd unit whose file is ours and which starts at every boot: what makes an effect survive one. */
export interface OwnedUnit {
  readonly name: string;
  readonly file: OwnedFile;
  readonly probes: readonly Probe<FileFact | UnitState>[];
  /** Written, read by systemd and started at every boot. */
  isKept(facts: Facts): boolean;
  /** Kept, and started too: a change that was cut may have left it enabled only. */
  isRight(facts: Facts): boolean;
  isForeign(facts: Facts): boolean;
  /** Written, enabled and started anew. */
  install(facts: Facts): readonly Change[];
  remove(facts: Facts): readonly Change[];
}

export function ownedUnit(name: string, body: string): OwnedUnit {
  const file = ownedFile(`/etc/systemd/system/${name}`, body);
  const state = unitState(name);
  const isKept = (facts: Facts): boolean => {
    const { enabled, needsReload } = facts.read(state);
    return file.isRight(facts.read(file.probe)) && enabled && !needsReload;
  };
  return {
    name,
    file,
    probes: [file.probe, state],
    isKept,
    isRight: (facts) => isKept(facts) && facts.read(state).active,
    isForeign: (facts) => file.isForeign(facts.read(file.probe)),
    install: (facts) => [
      ...file.write(facts.read(file.probe)),
      systemctl('daemon-reload'),
      enable(name),
      systemctl('restart', name),
      syncUnits(),
    ],
    remove: (facts) => {
      const removal = file.remove(facts.read(file.probe));
      if (removal.length === 0) return [];
      return [disable(name, '--now'), ...removal, systemctl('daemon-reload')];
    },
  };
}
