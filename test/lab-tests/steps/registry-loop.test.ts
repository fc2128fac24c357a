import { stepRegistry } from '../../../src/steps/registry.js';
import { Lab } from '../../lab/lab.js';
import { thorough } from '../../thorough.js';
import { HostQueue } from './host-queue.js';
import type { KindCase } from './kind-case.js';
import { kindCases } from './kind-cases.js';
import { hostsOf, KindTrial } from './kind-trial.js';
import { LabCluster } from './lab-cluster.js';
import { TestWorker } from './test-worker.js';
import { TrialRecord } from './trial-record.js';

// Tests of the same host wait for one another, and waiting counts.
jest.setTimeout(7_200_000);

type Try = readonly [what: string, attempt: (trial: KindTrial) => Promise<void>];

/** What the fake fleet tries in every run, and is compared with what was recorded here. */
const otherInput: readonly Try[] = [
  ['is changed to other input and back', (trial) => trial.isChangedToOtherInputAndBack()],
];
const deathsAnywhere: readonly Try[] = [
  ['is made and removed by the next visit wherever a worker died', (trial) => trial.isFinishedAfterADeathAnywhere()],
];
const kinds = stepRegistry.map(({ kind }) => kind);
const queue = new HostQueue();
let cluster: LabCluster;
let worker: TestWorker;
let cases: readonly KindCase[] = [];
const trials = new Map<string, KindTrial>();

beforeAll(async () => {
  const segments = ['public', 'private'] as const;
  const lab = await Lab.up({
    hosts: [
      { name: 'manager', image: 'equipped', segments },
      { name: 'node1', image: 'equipped', segments },
      { name: 'node2', image: 'equipped', segments },
      { name: 'bare', image: 'bare', segments },
      { name: 'db1', image: 'database', segments: ['private'] },
    ],
  });
  cluster = new LabCluster(lab);
  worker = new TestWorker(cluster);
  cases = kindCases(cluster);
  await Promise.all(lab.hosts.map(({ name }) => cluster.hasSettled(name)));
  // The driver loads parts of itself at its first login, which the test runner forbids to concurrent tests.
  const login = cluster.sqlSession('db1');
  await login.look([{ via: 'sql', statement: 'SELECT 1', params: [] }]);
  await login.close();
});

afterAll(async () => {
  cluster?.connections.closeAll();
  await cluster?.lab.down();
});

function caseOf(kind: string): KindCase {
  const found = cases.find((candidate) => candidate.kind === kind);
  if (found === undefined) throw new Error(`there is no case of ${kind}`);
  return found;
}

function trialOf(kind: string): KindTrial {
  const trial =
    trials.get(kind) ??
    new KindTrial({ cluster, worker, thorough, given: caseOf(kind), record: new TrialRecord(kind, cluster, 'write') });
  trials.set(kind, trial);
  return trial;
}

it('tries every kind of the registry, and no other', () => {
  expect(cases.map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
});

describe('on real hosts', () => {
  const tries: readonly Try[] = [
    ['is made from bare, and then left alone in one round trip', (trial) => trial.isMadeFromBare()],
    ['is made true again, or its conflict told, when broken by hand', (trial) => trial.isMendedWhenBrokenByHand()],
    ...(thorough ? otherInput : []),
    ['is removed without a trace', (trial) => trial.isRemovedWithoutATrace()],
    // Otherwise one death in the middle of making each, below.
    ...(thorough ? deathsAnywhere : []),
    ['leaves a host without what it needed', (trial) => trial.takesBackWhatItNeeded()],
  ];
  const all = kinds.flatMap((kind) => tries.map(([what, attempt]) => ({ kind, what, attempt })));

  it.concurrent.each(all)('$kind $what', ({ kind, attempt }) =>
    queue.run(hostsOf(caseOf(kind)), () => attempt(trialOf(kind))),
  );
});

describe('after a reboot of all hosts', () => {
  beforeAll(async () => {
    for (const given of kinds.map(caseOf)) {
      for (const step of given.before) await worker.until(step);
      // A worker dies after its first change, and the next visit does the rest.
      await worker.cut(given, 'MAKE', 1);
      const { outcome, summary } = await worker.until(given);
      expect(`${given.kind}: ${outcome}: ${summary}`).toMatch(/: (UN)?CHANGED: /);
    }
    const names = [...new Set(cases.map(({ host }) => host))];
    await Promise.all(names.map((name) => cluster.lab.reboot(name)));
    await Promise.all(names.map((name) => cluster.hasSettled(name)));
  });

  it.each(kinds)('%s still holds', async (kind) => {
    expect(await worker.make(caseOf(kind))).toMatchObject({ outcome: 'UNCHANGED', roundTrips: 1 });
  });
});
