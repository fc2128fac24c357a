import type { Bench, BenchRun } from '../bench.js';
import type { BenchRow } from '../report/bench-result.js';
import { takeCourse, type Course } from './course.js';
import { rowsOf } from './rows-of.js';

/** The small one shows what grows faster than the number of hosts. */
const sizes = [100, 1_000] as const;

async function run({ rounds, progress }: BenchRun): Promise<readonly BenchRow[]> {
  const taken = new Map<number, Course[]>(sizes.map((size) => [size, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [size, courses] of taken) courses.push(await takeCourse(size, progress));
  const [few, many] = sizes.map((size) => taken.get(size) ?? []);
  return [...rowsOf(few ?? [], []), ...rowsOf(many ?? [], few ?? [])];
}

export const thousandHosts: Bench = {
  name: 'thousand-hosts',
  summary: '100 and 1,000 fake hosts in one cluster: set up, a look at all, an address more on all',
  rounds: 1,
  about: [
    'Hosts are those of `hostwright fake-fleet`: SSH servers in front of models, all in one process, on the processors that the server',
    'and its PostgreSQL have too. They are registered a hundred a request, which looks at each, set up as one cluster with a service',
    'address, looked at again a hundred a request, and given one service address more. Ours is a running server with its settings as',
    'they are unless changed (16 hosts at a time), with its API, host key checks, records and events; its CPU is without PostgreSQL.',
    'Connections are cold at first and kept then. At the end of each change the rules judge the cluster by what its hosts showed.',
    'The bare run connects to the same hosts by the same library and algorithms, 256 at a time, has each execute one command, and keeps',
    'nothing. Compared with a tenth of the hosts, 10 is linear. Not measured: 10,000 hosts (goal 11), since a cluster has at most 1,000.',
  ],
  run,
};
