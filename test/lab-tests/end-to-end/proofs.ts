import { outputOf } from '../../../quickstart/output-of.js';
import type { StoredQuestion } from '../../../src/probes/probe.js';
import { databaseLogin } from '../../../src/proofs/database/database-login.proof.js';
import type { ProofKind } from '../../../src/proofs/proof.js';
import { lockAttempt } from '../../../src/proofs/storage/lock-race.proof.js';
import { trialMount } from '../../../src/proofs/storage/trial-mount.proof.js';
import { fromGlobalId } from '../../../src/domain/ids.js';
import { differences, hostSnapshot } from '../steps/host-snapshot.js';
import { foundByRule } from './found-by-rule.js';
import { factsOfHosts, readFact } from './host-facts.js';
import type { OneCluster } from './one-cluster.js';
import { proveCluster } from './prove-cluster.js';

const servers = ['manager', 'node1', 'node2'] as const;
/** Of an account that tests before these made, with a database on the server of another owner. */
const user = 'weblog';

/** Where the server dies within a trial: before it is sent, before what it showed is noted, and while it is. */
export const trialDeaths: readonly string[] = ['trial.loaded', 'trial.tried', 'trial.recording'];

/** Tests of a cluster that was set up: what is there to be shown is shown, what is broken is found, and nothing is left. */
export function proofs(at: () => OneCluster): void {
  function begin(kinds: readonly ProofKind[], idempotencyKey?: string): Promise<string> {
    const { server, declared } = at();
    return proveCluster(server.client(), { clusterId: declared.clusterId, proofs: kinds }, idempotencyKey);
  }

  async function prove(...kinds: readonly ProofKind[]): Promise<void> {
    await at().server.follow(await begin(kinds));
  }

  async function shown<T>(host: string, fact: StoredQuestion<T>): Promise<T | undefined> {
    const hosts = await factsOfHosts(at().server.client());
    return readFact(
      hosts.find(({ name }) => name === host),
      fact,
    );
  }

  function snapshots(): Promise<readonly (readonly string[])[]> {
    const byHand = (host: string, script: string): Promise<string> => outputOf(at().lab, host, script);
    return Promise.all(servers.map((host) => hostSnapshot({ byHand }, host)));
  }

  /** What is left on hosts, by host; under a mark of ours wherever a proof writes. */
  async function expectNothingLeft(before: readonly (readonly string[])[]): Promise<void> {
    const after = await snapshots();
    for (const [index, host] of servers.entries()) {
      expect({ host, left: differences(before[index] ?? [], after[index] ?? []) }).toEqual({ host, left: [] });
      const marks = 'ls -d /run/hostwright-proof* /run/systemd/transient/hostwright-proof* 2>/dev/null || :';
      expect({ host, marks: await outputOf(at().lab, host, marks) }).toEqual({ host, marks: '' });
    }
  }

  const source = (): string => `${at().declared.proven.quorumAddress}:/chroot`;
  const server = (): string => fromGlobalId(at().declared.databaseServerId ?? '')?.id ?? '';
  const isIn = async (host: string): Promise<string | undefined> =>
    (await shown(host, databaseLogin(server(), user)))?.is;

  it('shows that user storage is mounted, locks and databases are shared, and leaves nothing behind', async () => {
    const before = await snapshots();
    await prove('TRIAL_MOUNT', 'LOCK_RACE', 'DATABASE_LOGIN');
    for (const node of ['node1', 'node2']) {
      expect(await shown(node, trialMount(source()))).toEqual({ is: 'mounted', said: '' });
      expect(await isIn(node)).toBe('in');
    }
    expect(await shown('node1', lockAttempt())).toEqual({ is: 'held', said: '' });
    expect(await shown('node2', lockAttempt())).toEqual({ is: 'lost', said: '' });
    await expectNothingLeft(before);
  });

  it('finds a node that is left out of the export, and one whose database user is gone', async () => {
    const { lab } = at();
    const address = lab.host('node2').privateAddress ?? '';
    await outputOf(lab, 'manager', `exportfs -u ${address}:/chroot`);
    const rename = (from: string, to: string): Promise<string> =>
      outputOf(lab, 'db1', `mariadb -e "RENAME USER '${user}'@'${from}' TO '${user}'@'${to}'"`);
    await rename(address, '192.0.2.1');
    try {
      await prove('TRIAL_MOUNT', 'DATABASE_LOGIN');
      expect(await shown('node2', trialMount(source()))).toMatchObject({ is: 'denied' });
      expect(await shown('node1', trialMount(source()))).toMatchObject({ is: 'mounted' });
      const exports = await foundByRule(at().server.client(), at().declared.clusterId, 'R-STO-17');
      expect(exports.filter(({ verdict }) => verdict === 'VIOLATED')).toMatchObject([
        { messageCode: 'MOUNT_UNUSABLE', evidence: [{ stdout: expect.stringMatching(/^denied /) }, {}] },
      ]);
      expect([await isIn('node1'), await isIn('node2')]).toEqual(['in', 'refused']);
    } finally {
      await rename('192.0.2.1', address);
      await outputOf(lab, 'manager', 'exportfs -ra');
    }
  });

  it('finds a node that keeps its locks to itself', async () => {
    const { lab } = at();
    const options = 'vers=3,proto=tcp,mountproto=tcp,hard,nosuid,nodev';
    const remount = (more: string): Promise<string> =>
      outputOf(lab, 'node2', `umount /chroot && mount -t nfs -o ${options}${more} ${source()} /chroot`);
    await remount(',nolock');
    try {
      await prove('LOCK_RACE');
      expect(await shown('node2', lockAttempt())).toEqual({ is: 'won', said: '' });
    } finally {
      await remount('');
    }
  });

  it('is carried on after the server died at each place of it, and leaves nothing behind then either', async () => {
    const before = await snapshots();
    const operation = await at().server.dieAt(trialDeaths, () => begin(['LOCK_RACE'], 'the race'));
    await at().server.follow(operation);
    expect(await shown('node2', lockAttempt())).toEqual({ is: 'lost', said: '' });
    await expectNothingLeft(before);
  });
}
