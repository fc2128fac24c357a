import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabImage } from './lab-host.js';
import { existingLabs, isAlive, labFolder, readState, type LabState } from './lab-state.js';

/** A lab as `status` shows it. */
export interface ShownLab {
  readonly lab: number;
  /** Outlives who made it; another ends with its tests. */
  readonly detached: boolean;
  readonly inUse: boolean;
  /** The process that made it and removes it, while that runs; null otherwise. */
  readonly owner: { readonly pid: number; readonly command: string } | null;
  readonly keyFile: string;
  readonly hosts: readonly {
    readonly name: string;
    readonly image: LabImage;
    readonly publicAddress: string | null;
    readonly privateAddress: string | null;
    readonly hostKeySha256: string;
    readonly running: boolean;
  }[];
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return '';
  }
}

export function shownLab(index: number, { detached, owner, hosts }: LabState): ShownLab {
  const owned = !detached && isAlive(owner);
  return {
    lab: index,
    detached,
    inUse: detached || owned,
    owner: owned ? { pid: owner.pid, command: commandOf(owner.pid) } : null,
    keyFile: join(labFolder(index), 'key'),
    hosts: hosts.map(({ name, image, publicAddress, privateAddress, hostKeySha256, process }) => ({
      name,
      image,
      publicAddress: publicAddress ?? null,
      privateAddress: privateAddress ?? null,
      hostKeySha256,
      running: isAlive(process),
    })),
  };
}

export function allLabs(): readonly ShownLab[] {
  return existingLabs().flatMap((index) => {
    const state = readState(index);
    return state === undefined ? [] : [shownLab(index, state)];
  });
}

export function whose({ detached, owner }: ShownLab): string {
  if (detached) return 'detached';
  return owner === null ? 'left behind' : `of process ${owner.pid}: ${owner.command}`;
}
