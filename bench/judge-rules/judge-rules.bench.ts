import { driftOf, driftingKindsOf } from '../../src/commands/compliance/drift-of.js';
import { stepsFor } from '../../src/plan/steps-for.js';
import { judge } from '../../src/rules/judge.js';
import { storedFacts, type StoredLooks } from '../../src/rules/stored-facts.js';
import type { Bench, BenchRun } from '../bench.js';
import type { BenchRow, Figures } from '../report/bench-result.js';
import { absoluteRow, comparedRow } from '../report/rows.js';
import { largeCluster, type LargeCluster } from './large-cluster.js';

const sizes = [125, 250, 500, 1000] as const;

/** Times that twice as many hosts may take: 2 is linear, 4 is quadratic, and a quarter is left for what a machine does beside. */
const linearAtMost = 2.5;

/** Processor seconds of this process that judging takes, with answers read anew, as for each mutation. */
function judging({ spec, looks }: LargeCluster): Figures {
  const loaded = asLoaded(looks);
  const before = process.cpuUsage();
  judge(spec, storedFacts(loaded), ['declared', 'before', 'after'], { draft: false });
  const { user, system } = process.cpuUsage(before);
  return { controllerCpuSeconds: (user + system) / 1e6 };
}

/** The same of what steps decide of whatever they made, as if all of it was made: R-HOST-3 goes by that where compliance is read. */
function decidingAgain({ spec, looks }: LargeCluster): Figures {
  const made = stepsFor(spec, driftingKindsOf(spec)).map(({ hostId, unit: { kind, key, version, input } }) => ({
    ...{ hostId, kind, key, version, input },
  }));
  const facts = storedFacts(asLoaded(looks));
  const before = process.cpuUsage();
  driftOf(spec, made, facts, false);
  const { user, system } = process.cpuUsage(before);
  return { controllerCpuSeconds: (user + system) / 1e6 };
}

/** The same answers as if they had just come from the database: what was read of the former ones is not remembered for them. */
function asLoaded(looks: StoredLooks): StoredLooks {
  const answers = [...looks.answers].map(([hostId, ofHost]) => {
    const copies = [...ofHost].map(([id, stored]) => [id, { ...stored, answer: { ...stored.answer } }] as const);
    return [hostId, new Map(copies)] as const;
  });
  return { ...looks, answers: new Map(answers) };
}

async function run({ rounds, progress }: BenchRun): Promise<readonly BenchRow[]> {
  // Once for nothing: a server that runs has its code compiled.
  judging(largeCluster(sizes[0]));
  const clusters = sizes.map((size) => ({
    ...largeCluster(size),
    ...{ taken: new Array<Figures>(), again: new Array<Figures>() },
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const cluster of clusters) {
      cluster.taken.push(judging(cluster));
      cluster.again.push(decidingAgain(cluster));
    }
  }
  progress(`${sizes.length} sizes judged`);
  return clusters.flatMap(({ hosts, addresses, taken, again }, index) => {
    const what = `every rule over ${hosts} hosts with ${addresses} addresses`;
    const seconds = taken.flatMap(({ controllerCpuSeconds }) => controllerCpuSeconds ?? []);
    const must = hosts === 1_000 ? { must: { atMost: 1 } } : {};
    const row = absoluteRow({ goal: null, what, ...must }, seconds, 's', taken);
    const half = clusters[index - 1];
    const madeThere = `whatever was made on ${hosts} hosts, decided again by what is stored`;
    const deciding = again.flatMap(({ controllerCpuSeconds }) => controllerCpuSeconds ?? []);
    const decided = absoluteRow({ goal: null, what: madeThere }, deciding, 's', again);
    if (half === undefined) return [row, decided];
    const against = `${half.hosts} hosts`;
    const asked = { goal: null, what, must: { atMost: linearAtMost } };
    return [row, comparedRow(asked, 'controllerCpuSeconds', 'ours/theirs', taken, against, half.taken), decided];
  });
}

export const judgeRules: Bench = {
  name: 'judge-rules',
  summary: 'every rule at every moment over clusters of up to 1,000 hosts',
  rounds: 5,
  about: [
    'Every rule judges, at every moment, a cluster of hosts that nobody set up yet, with the facts of all of them, so that most rules',
    'find something. Compared with half as many hosts; 2 is linear, 4 quadratic. Where compliance is read, steps that were made decide again besides.',
  ],
  run,
};
