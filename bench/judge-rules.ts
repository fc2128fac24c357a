import { judge } from '../src/rules/judge.js';
import { storedFacts, type StoredLooks } from '../src/rules/stored-facts.js';
import { largeCluster } from './large-cluster.js';

const sizes = [125, 250, 500, 1000] as const;
const rounds = 5;
const goalSeconds = 1;

/** Processor seconds of this process that something takes, the best of some rounds: others share the machine. */
function processorSeconds<T>(prepare: () => T, work: (prepared: T) => void): number {
  const taken = Array.from({ length: rounds }, () => {
    const prepared = prepare();
    const before = process.cpuUsage();
    work(prepared);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return Math.min(...taken);
}

/** The same answers as if they had just come from the database: what was read of the former ones is not remembered for them. */
function asLoaded(looks: StoredLooks): StoredLooks {
  const answers = [...looks.answers].map(([hostId, ofHost]) => {
    const copies = [...ofHost].map(([id, stored]) => [id, { ...stored, answer: { ...stored.answer } }] as const);
    return [hostId, new Map(copies)] as const;
  });
  return { ...looks, answers: new Map(answers) };
}

/**
 * Judges every rule at every moment over clusters of growing size, with the facts of all hosts, and prints what it takes. Growth is
 * that of the time for twice the hosts: 2 is linear. Ends with 1 where the largest takes longer than the goal.
 */
function main(): void {
  console.log('hosts  addresses  findings  CPU s  ms/host  growth');
  let former: number | undefined;
  for (const size of sizes) {
    const { hosts, addresses, spec, looks } = largeCluster(size);
    let findings = 0;
    // Read anew each time, as for each mutation.
    const seconds = processorSeconds(
      () => asLoaded(looks),
      (loaded) => {
        findings = judge(spec, storedFacts(loaded), ['declared', 'before', 'after'], { draft: false }).length;
      },
    );
    const growth = former === undefined ? '-' : (seconds / former).toFixed(2);
    former = seconds;
    const perHost = ((seconds / hosts) * 1000).toFixed(2);
    console.log(
      [String(hosts).padStart(5), String(addresses).padStart(9), String(findings).padStart(8), seconds.toFixed(2)].join(
        '  ',
      ),
      perHost.padStart(8),
      growth.padStart(7),
    );
  }
  const ratio = (former ?? 0) / goalSeconds;
  console.log(`${sizes.at(-1)} hosts take ${ratio.toFixed(2)} times the goal of ${goalSeconds} s on one core`);
  if (ratio > 1) process.exitCode = 1;
}

main();
