import { packageLocks, type PackageLock } from '../../../src/probes/packages/package-locks.js';
import { Lab } from '../../lab/lab.js';
import { until } from '../../until.js';
import { LabCluster } from './lab-cluster.js';
import { TestWorker } from './test-worker.js';

jest.setTimeout(300_000);

const host = 'bare';
const step = { host, kind: 'packages.installed', input: { purpose: 'cluster', packages: ['keyutils'] } };
/** Locks the whole file as apt and dpkg do, by `struct flock` of 64 bits, and keeps it. */
const locking = String.raw`use Fcntl; open(my $file, '>>', $ARGV[0]) or die $!;
my $lock = pack('s s x4 q q l x4', F_WRLCK, 0, 0, 0, 0); fcntl($file, F_SETLK, $lock) or die $!; sleep 3600`;

describe('a lock of dpkg that somebody else holds', () => {
  let cluster: LabCluster;
  beforeAll(async () => {
    cluster = new LabCluster(await Lab.up({ hosts: [{ name: host, image: 'bare', segments: ['public', 'private'] }] }));
    await cluster.hasSettled(host);
  });
  afterAll(async () => {
    cluster?.connections.closeAll();
    await cluster?.lab.down();
  });

  async function held(): Promise<readonly PackageLock[] | null> {
    const session = cluster.session(host);
    const run = await session.look([packageLocks().question]);
    await session.close();
    const [answer] = run.is === 'answers' ? run.answers : [];
    if (answer === undefined) throw new Error('the host is busy');
    const reading = packageLocks().parse(answer);
    if (!reading.known) throw new Error(reading.reason);
    return reading.value;
  }

  it('is seen without taking it, waited for by name, and followed by the installation once it is free', async () => {
    const worker = new TestWorker(cluster);
    expect(await held()).toEqual([]);
    await cluster.byHand(
      host,
      `systemd-run --unit=rival perl -e '${locking.replaceAll("'", `'\\''`)}' /var/lib/dpkg/lock-frontend`,
    );
    await until('the lock is held', async () => (await held())?.length === 1);
    expect(await held()).toEqual([
      {
        ...{ path: '/var/lib/dpkg/lock-frontend', program: 'perl', service: 'rival.service' },
        ...{ processId: expect.any(Number), runningSince: expect.any(Date) },
      },
    ]);
    const [lock] = (await held()) ?? [];
    const now = Number(await cluster.byHand(host, 'date +%s'));
    const age = now - (lock?.runningSince.getTime() ?? 0) / 1000;
    expect(age).toBeGreaterThanOrEqual(-2);
    expect(age).toBeLessThan(120);
    const pid = await cluster.byHand(host, 'systemctl show -p MainPID --value rival');
    expect(await worker.make(step)).toMatchObject({
      ...{ outcome: 'WAITING', changes: [], roundTrips: 1 },
      summary: expect.stringContaining(
        `dpkg's lock is held by perl (process ${pid}) of rival.service, which has run since 2`,
      ),
    });
    await cluster.byHand(host, 'systemctl stop rival');
    expect(await worker.until(step)).toMatchObject({ outcome: 'CHANGED', summary: 'keyutils installed' });
  });
});
