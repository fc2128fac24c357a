import type { Bench, BenchRun } from '../bench.js';
import type { BenchRow } from '../report/bench-result.js';
import { Contest } from './contest.js';
import { job, stepsOfNode } from './job.js';
import { measureRoundTrips } from './round-trips.js';
import { roundTripRows, rowsOf } from './rows-of.js';

const about = [
  `Hosts are namespaces of one machine, each with systemd, sshd, files, users and network of its own; they share its processors with`,
  `whoever works on them. They are added to a cluster as nodes: ${stepsOfNode} recorded steps each (packages, ARP settings,`,
  `${job.serviceAddresses.length} service addresses with a unit each, user storage, ${job.accounts.length} accounts), of which packages and the mounted share are only looked`,
  'at; where the kernel has no NFS, the share is only said to be mounted. Ours is a running server with its API, database, host key',
  'checks, records and events, and looks at each node and its file server once more at the end, for the rules; its controller CPU',
  "is that of the server without PostgreSQL. A repair looks at the manager too. The others do the same and nothing else, their hosts' end",
  'state is compared with ours, and their programs start anew each time. Connections are cold unless said otherwise.',
  'Ansible as shipped: 5 forks; tuned: 50 forks, pipelining, fewer facts; with Mitogen: tuned, and its strategy. The floor: one script',
  'for each host over parallel OpenSSH with curve25519 and aes128-gcm. Slow ones are repeated less often.',
];

function fanOutTo(nodes: 16 | 64, name: string, rounds: number): Bench {
  return {
    ...{ name, rounds, about },
    summary: `setting up ${nodes} real hosts over SSH, against Ansible and the least that it can take; needs root and Debian`,
    run: async ({ rounds: times, progress }: BenchRun): Promise<readonly BenchRow[]> => {
      const roundTrips = nodes === 16 ? await measureRoundTrips(progress) : undefined;
      const outcomes = await Contest.hold(nodes, times, progress);
      const rows = rowsOf(nodes, outcomes);
      return roundTrips === undefined ? rows : [...rows, ...roundTripRows(roundTrips, outcomes.ours.roundTrips)];
    },
  };
}

export const fanOut = fanOutTo(16, 'fan-out', 5);
export const fanOutWide = fanOutTo(64, 'fan-out-64', 2);
