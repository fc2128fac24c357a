import { stepRegistry } from '../../../src/steps/registry.js';
import type { Breakage, KindCase } from '../../lab-tests/steps/kind-case.js';
import { kindCases } from '../../lab-tests/steps/kind-cases.js';
import { KindTrial } from '../../lab-tests/steps/kind-trial.js';
import { TestWorker } from '../../lab-tests/steps/test-worker.js';
import { TrialRecord } from '../../lab-tests/steps/trial-record.js';
import { parseByHand } from './by-hand/parse-by-hand.js';
import { FakeCluster } from './fake-cluster.js';

jest.setTimeout(180_000);

/** Kinds that no fake host can be asked for, and why. */
const notModelled = new Map([
  ['database.server', 'there is no MySQL server on a fake host'],
  ['database.login', 'it is made by SQL, in the MySQL server of the host'],
  ['database.account', 'it is reached by SQL, not by SSH'],
]);

/** Breakages that take a real shell, as they are done to the model. */
const onModel: Readonly<Record<string, Partial<Breakage>>> = {
  'one of them is removed and cannot be found again': {
    script: 'lose-package keyutils && dpkg --remove keyutils',
    mend: 'find-package hostwright-packages-cluster.service',
  },
  // Nothing runs on a model, so that nobody uses a mount.
  'another directory is mounted, and in use for a while': {
    script: 'umount /chroot && mount -t nfs -o vers=3 10.77.250.11:/chroot/home /chroot',
  },
  // A model forgets nothing and remembers nothing: who looks is told at once.
  'its file handle is stale': { script: 'true' },
  // A reload of a model is done at once.
  'it runs by other settings than the file has': {
    script:
      'cp -p /etc/nginx/conf.d/hostwright.conf /root/kept && : >/etc/nginx/conf.d/hostwright.conf && systemctl reload nginx && mv /root/kept /etc/nginx/conf.d/hostwright.conf',
  },
  'the server runs by other settings than the file has': {
    script:
      'mv /etc/apache2/sites-enabled/hostwright-shop1.conf /root/kept && systemctl reload apache2 && mv /root/kept /etc/apache2/sites-enabled/hostwright-shop1.conf',
  },
};

/** What a person does before with a real shell, as it is done to the model. */
const byHandOnModel: Readonly<Record<string, string>> = {
  'account.quota':
    "mkdir -p /srv/quota && echo '/srv/quota.img /srv/quota ext4 loop,usrquota,grpquota 0 0' >>/etc/fstab && mount /srv/quota",
};

/** Breakages that are not tried on the model, and why. */
const notOnModel = new Map([
  ['another directory is mounted, and in use for good', 'no process uses a mount of a model'],
]);

const kinds = stepRegistry.map(({ kind }) => kind).filter((kind) => !notModelled.has(kind));
const trials = new Map<string, KindTrial>();
let cluster: FakeCluster;
let worker: TestWorker;
let cases: readonly KindCase[] = [];

function modelled(given: KindCase): KindCase {
  const breakages = given.breakages.filter(({ what }) => !notOnModel.has(what));
  const byHand = byHandOnModel[given.kind] ?? given.byHand;
  return {
    ...given,
    ...(byHand === undefined ? {} : { byHand }),
    breakages: breakages.map((breakage) => ({ ...breakage, ...onModel[breakage.what] })),
  };
}

beforeAll(async () => {
  cluster = await FakeCluster.start();
  worker = new TestWorker(cluster);
  cases = kindCases(cluster).map(modelled);
});
afterAll(() => cluster.end());

function caseOf(kind: string): KindCase {
  const found = cases.find((candidate) => candidate.kind === kind);
  if (found === undefined) throw new Error(`there is no case of ${kind}`);
  return found;
}

function trialOf(kind: string): KindTrial {
  const given = caseOf(kind);
  const record = new TrialRecord(kind, cluster, 'read');
  const trial = trials.get(kind) ?? new KindTrial({ cluster, worker, given, record, thorough: true });
  trials.set(kind, trial);
  return trial;
}

it('does every breakage of these kinds on the model', () => {
  const scripts = kinds.flatMap((kind) =>
    caseOf(kind).breakages.flatMap(({ script, mend, elsewhere, mendElsewhere }) => {
      return [script, mend, elsewhere?.script, mendElsewhere?.script].filter((text) => text !== undefined);
    }),
  );
  expect(scripts.filter((script) => parseByHand(script) === undefined)).toEqual([]);
});

describe.each(kinds)('%s, on fake hosts as it was on real ones,', (kind) => {
  it('is made from bare, and then left alone in one round trip', () => trialOf(kind).isMadeFromBare());
  it('is made true again, or its conflict told, when broken by hand', () => trialOf(kind).isMendedWhenBrokenByHand());
  it('is changed to other input and back', () => trialOf(kind).isChangedToOtherInputAndBack());
  it('is removed without a trace', () => trialOf(kind).isRemovedWithoutATrace());
  it('is made and removed by the next visit wherever a worker died', () =>
    trialOf(kind).isFinishedAfterADeathAnywhere());
  it('leaves a host without what it needed', () => trialOf(kind).takesBackWhatItNeeded());
});
