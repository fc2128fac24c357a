import { ssh2KeyPairs } from '../../src/edges/ssh2/ssh2-key-pairs.js';
import { MadeHere } from '../../src/made-here.js';
import { peakWhile, residentMegabytes } from '../measure/memory.js';
import { processCpu } from '../measure/process-cpu.js';
import { startProduct } from '../product/product.js';
import type { Figures } from '../report/bench-result.js';
import { bareRun } from './bare-run.js';
import { FleetCluster } from './fleet-cluster.js';
import { serveFleet } from './served-fleet.js';

/** What is done to all hosts of a fleet, in this order. */
export type Part = 'bare' | 'registered' | 'setUp' | 'look' | 'change';

/** What each part took on so many hosts, and how many steps it recorded. */
export interface Course {
  readonly hosts: number;
  readonly figures: Readonly<Record<Part, Figures>>;
  readonly steps: Readonly<Record<'setUp' | 'change', number>>;
}

/** Goes through all parts on a new fleet with a new server, whose every connection is cold at first and kept then. */
export async function takeCourse(hosts: number, progress: (line: string) => void): Promise<Course> {
  const made = new MadeHere();
  const interrupted = (): void => void made.remove().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await takeOn(made, hosts, progress);
  } finally {
    process.removeListener('SIGINT', interrupted).removeListener('SIGTERM', interrupted);
    await made.remove();
  }
}

async function takeOn(made: MadeHere, hosts: number, progress: (line: string) => void): Promise<Course> {
  const key = ssh2KeyPairs.generate('bench');
  const product = await startProduct(made, 'serve', { HOSTWRIGHT_ALLOW_NETWORKS: '127.0.0.0/8' }, progress);
  const fleet = await serveFleet(made, product.program, hosts, key);
  const cluster = new FleetCluster(product, fleet, key);
  const measured = async <T>(what: Part, work: () => Promise<T>): Promise<[T, Figures]> => {
    const read = (): readonly number[] => [product.pid, fleet.pid, product.databasePid].map(processCpu);
    const [server = 0, ofHosts = 0, database = 0] = read();
    const begun = performance.now();
    const [done, peakMegabytes] = await peakWhile(() => residentMegabytes(product.pid), 100, work);
    const wallSeconds = (performance.now() - begun) / 1_000;
    const [serverAfter = 0, ofHostsAfter = 0, databaseAfter = 0] = read();
    const figures = {
      wallSeconds,
      controllerCpuSeconds: serverAfter - server,
      hostsCpuSeconds: ofHostsAfter - ofHosts,
      databaseCpuSeconds: databaseAfter - database,
      peakMegabytes,
    };
    const cpu = [figures.controllerCpuSeconds, figures.databaseCpuSeconds, figures.hostsCpuSeconds];
    const [controller, postgres, fake] = cpu.map((seconds) => seconds.toFixed(1));
    progress(
      `${hosts} hosts, ${what}: ${wallSeconds.toFixed(1)} s (CPU s: controller ${controller}, PostgreSQL ${postgres}, hosts ${fake}; peak ${peakMegabytes.toFixed(0)} MB)`,
    );
    return [done, figures];
  };
  const bare = await bareRun(fleet.hosts, key);
  progress(`${hosts} hosts, bare: ${bare.wallSeconds?.toFixed(1)} s`);
  const [, registered] = await measured('registered', () => cluster.register());
  const [setUpId, setUp] = await measured('setUp', () => cluster.have(1));
  const [, look] = await measured('look', () => cluster.look());
  const [changeId, change] = await measured('change', () => cluster.have(2));
  const setUpSteps = await cluster.stepsOf(setUpId);
  const changeSteps = await cluster.stepsOf(changeId);
  return {
    hosts,
    figures: { bare, registered, setUp, look, change },
    steps: { setUp: setUpSteps, change: changeSteps },
  };
}
