import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { labImageNames } from './lab-host.js';

const folder = '/var/lib/hostwright-lab';
const mostLabs = 200;

/** A process by id and start time, so that a number that was given to another process is never mistaken for it. */
const processIdentity = z.object({ pid: z.int().positive(), startTime: z.string() });
export type ProcessIdentity = z.infer<typeof processIdentity>;

/** What a machine needs to start; the same again after a power off, its disk kept. */
const machineSettings = z.object({
  name: z.string(),
  folder: z.string(),
  baseImage: z.string(),
  /** The folder of the kernel that it boots. */
  kernel: z.string(),
  memory: z.string(),
  namespace: z.string(),
  /** Tap device and hardware address of each card, in order. */
  cards: z.array(z.object({ tap: z.string(), mac: z.string() })),
  /** Words for the kernel command line, read by the host's own lab-boot. */
  words: z.array(z.string()),
  machineId: z.string(),
  /** The only processor that it runs on. */
  processor: z.int().nonnegative(),
});
export type MachineSettings = z.infer<typeof machineSettings>;

const labState = z.object({
  owner: processIdentity,
  detached: z.boolean(),
  clients: z.array(z.string()),
  /** Started, and not yet known to be one of the hosts. */
  booting: z.array(processIdentity),
  hosts: z.array(
    z.object({
      name: z.string(),
      image: z.enum(labImageNames),
      publicAddress: z.string().optional(),
      privateAddress: z.string().optional(),
      hostKeySha256: z.string(),
      hostKeyLine: z.string(),
      settings: machineSettings,
      process: processIdentity,
    }),
  ),
});
export type LabState = z.infer<typeof labState>;

export function identify(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, startTime: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startTime === identity.startTime;
}

export function labFolder(index: number): string {
  return join(folder, String(index));
}

export function existingLabs(): number[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return readdirSync(folder)
    .map(Number)
    .filter((index) => Number.isInteger(index))
    .sort((a, b) => a - b);
}

/** Takes the lowest free index; making the folder is the lock, so that two labs that start at once differ. */
export function claimIndex(): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let index = 0; index < mostLabs; index++) {
    try {
      mkdirSync(labFolder(index), { mode: 0o700 });
      return index;
    } catch (error) {
      // Not `instanceof Error`: a test runner's realm has another Error than the file system's.
      if (!(typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
  throw new Error(`more than ${mostLabs} labs on this machine; npm run lab -- status shows them`);
}

export function writeState(index: number, state: LabState): void {
  writeFileSync(join(labFolder(index), 'state.json'), JSON.stringify(state, null, 2), { mode: 0o600 });
}

export function readState(index: number): LabState | undefined {
  try {
    return labState.parse(JSON.parse(readFileSync(join(labFolder(index), 'state.json'), 'utf8')));
  } catch {
    return undefined;
  }
}

export function forgetLab(index: number): void {
  rmSync(labFolder(index), { recursive: true, force: true });
}
