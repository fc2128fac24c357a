import { ssh2KeyPairs } from '../../src/edges/ssh2/ssh2-key-pairs.js';
import type { MadeHere } from '../../src/made-here.js';
import { measured } from '../measure/measured.js';
import { peakWhile, residentMegabytes } from '../measure/memory.js';
import { processCpu } from '../measure/process-cpu.js';
import { removingAll } from '../measure/removing-all.js';
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
export function takeCourse(hosts: number, progress: (line: string) => void): Promise<Course> {
  return removingAll((made) => takeOn(made, hosts, progress));
}

async function takeOn(made: MadeHere, hosts: number, progress: (line: string) => void): Promise<Course> {
  const key = ssh2KeyPairs.generate('bench');
  const product = await startProduct(made, 'serve', { HOSTWRIGHT_ALLOW_NETWORKS: '127.0.0.0/8' }, progress);
  const fleet = await serveFleet(made, product.program, hosts, key);
  const cluster = new FleetCluster(product, fleet, key);
  const taken = async <T>(what: Part, work: () => Promise<T>): Promise<[T, Figures]> => {
    const [[done, figures], peakMegabytes] = await peakWhile(
      () => residentMegabytes(product.pid),
      100,
      () =>
        measured(work, {
          controller: () => processCpu(product.pid),
          hosts: () => processCpu(fleet.pid),
          database: () => processCpu(product.databasePid),
        }),
    );
    const { wallSeconds = 0, controllerCpuSeconds = 0, databaseCpuSeconds = 0, hostsCpuSeconds = 0 } = figures;
    const [controller, database, fake] = [controllerCpuSeconds, databaseCpuSeconds, hostsCpuSeconds].map((seconds) =>
      seconds.toFixed(1),
    );
    progress(
      `${hosts} hosts, ${what}: ${wallSeconds.toFixed(1)} s (CPU s: controller ${controller}, PostgreSQL ${database}, hosts ${fake}; peak ${peakMegabytes.toFixed(0)} MB)`,
    );
    return [done, { ...figures, peakMegabytes }];
  };
  const bare = await bareRun(fleet.hosts, key);
  progress(`${hosts} hosts, bare: ${bare.wallSeconds?.toFixed(1)} s`);
  const [, registered] = await taken('registered', () => cluster.register());
  const [setUpId, setUp] = await taken('setUp', () => cluster.have(1));
  const [, look] = await taken('look', () => cluster.look());
  const [changeId, change] = await taken('change', () => cluster.have(2));
  const setUpSteps = await cluster.stepsOf(setUpId);
  const changeSteps = await cluster.stepsOf(changeId);
  return {
    hosts,
    figures: { bare, registered, setUp, look, change },
    steps: { setUp: setUpSteps, change: changeSteps },
  };
}
