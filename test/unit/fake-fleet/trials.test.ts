import { runCommand } from '../../../src/fake-fleet/commands/run-command.js';
import { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { FakeNetwork } from '../../../src/fake-fleet/model/fake-network.js';
import { mount } from '../../../src/fake-fleet/model/nfs-mount.js';
import { planHost } from '../../../src/fake-fleet/plan-fleet.js';
import type { Proof } from '../../../src/proofs/proof.js';
import { databaseLoginProof } from '../../../src/proofs/database/database-login.proof.js';
import { lockRaceProof } from '../../../src/proofs/storage/lock-race.proof.js';
import { quotaRefusedProof } from '../../../src/proofs/storage/quota-refused.proof.js';
import { trialMountProof } from '../../../src/proofs/storage/trial-mount.proof.js';
import { proofRegistry } from '../../../src/proofs/registry.js';
import { dualCluster, managerId, node1Id, node2Id } from '../rules/clusters.js';

const spec = dualCluster();
const packages = ['nfs-kernel-server', 'quota'];
const admitted = 'rw,no_root_squash,no_subtree_check';
const locking = ['vers=3'];

/** A manager that exports user storage to two nodes, which mount it. */
class Fleet {
  private readonly network = new FakeNetwork();
  readonly manager = this.host('manager', 0, '10.0.0.10');
  readonly node1 = this.host('node1', 1, '10.0.0.12');
  readonly node2 = this.host('node2', 2, '10.0.0.13');

  constructor({ exported = admitted, options = locking }: { exported?: string; options?: readonly string[] } = {}) {
    this.manager.units.start('nfs-server.service');
    this.manager.processes.begin(['/usr/sbin/rpc.rquotad', '-S'], null);
    this.export('*', 'rw,no_root_squash');
    for (const node of [this.node1, this.node2]) this.mount(node, node === this.node2 ? options : locking);
    this.export('*', exported);
  }

  export(client: string, options: string): void {
    this.manager.files.put('/chroot', { is: 'directory', mode: '0755', uid: 0, gid: 0 });
    this.manager.exports.clear();
    this.manager.exports.grant('/chroot', client, options.split(','));
  }

  /** What each act of a proof says of its host, in order. */
  prove(proof: Proof): readonly string[] {
    const hosts = new Map([
      [managerId, this.manager],
      [node1Id, this.node1],
      [node2Id, this.node2],
    ]);
    return proof.acts({ spec, vantage: null, nonce: 'abc' }).map(({ hostId, trial }) => {
      const host = hosts.get(hostId);
      if (host === undefined || trial.question.via !== 'shell') throw new TypeError(`${trial.kind} is for no model`);
      const { script, args } = trial.question;
      const answer = runCommand(host, ['sh', '-c', script, 'hostwright-proof', ...args], '');
      return `${host.name}: ${trial.summary(answer)}`;
    });
  }

  /** Whatever of proofs lies in user storage. */
  left(): readonly string[] {
    return this.manager.files.below('/chroot');
  }

  private host(name: string, number: number, privateAddress: string): FakeHost {
    return new FakeHost(
      planHost({ name, privateAddress, prefixLength: 24, packages, quotas: true }, number),
      this.network,
    );
  }

  private mount(node: FakeHost, options: readonly string[]): void {
    node.files.put('/chroot', { is: 'directory', mode: '0755', uid: 0, gid: 0 });
    mount(node, { source: '10.0.0.10:/chroot', target: '/chroot', fileSystem: 'nfs', options });
  }
}

describe('on fake hosts, a trial mount', () => {
  it('is written where the server admits the host with the rights of root, and leaves nothing', () => {
    const fleet = new Fleet();
    const mounted = [...fleet.node1.mounts.all];
    expect(fleet.prove(trialMountProof)).toEqual([
      'node1: it was mounted and written',
      'node2: it was mounted and written',
    ]);
    expect(fleet.node1.mounts.all).toEqual(mounted);
  });

  it.each([
    ['ro,no_root_squash', 'it was mounted, and cannot be written'],
    ['rw,root_squash', "it was mounted, without root's rights"],
    ['rw,no_root_squash,all_squash', "it was mounted, without root's rights"],
  ])('says of an export with %s: %s', (exported, said) => {
    expect(new Fleet({ exported }).prove(trialMountProof)).toEqual([`node1: ${said}`, `node2: ${said}`]);
  });

  it('is denied to a host that the export leaves out', () => {
    const fleet = new Fleet();
    fleet.export('10.0.0.12', admitted);
    expect(fleet.prove(trialMountProof)).toEqual([
      'node1: it was mounted and written',
      'node2: the server does not admit the host',
    ]);
  });

  it('is not known where the server is away', () => {
    const fleet = new Fleet();
    fleet.manager.units.stop('nfs-server.service');
    expect(fleet.prove(trialMountProof)[0]).toMatch(/^node1: not known: .*Connection timed out/);
  });
});

describe('on fake hosts, a race for a lock', () => {
  it('is lost by whoever comes second, and leaves nothing', () => {
    const fleet = new Fleet();
    expect(fleet.prove(lockRaceProof)).toEqual([
      'node1: it holds the lock for the race',
      'node2: it does not get the lock that another host has, as it must be',
      'node1: the lock is given back, and nothing is left of the race',
    ]);
    expect(fleet.left()).toEqual([]);
  });

  it('is won by a host that keeps its locks to itself', () => {
    expect(new Fleet({ options: ['vers=3', 'nolock'] }).prove(lockRaceProof)[1]).toBe(
      'node2: it got a lock that another host has',
    );
  });

  it('is not known of a host that has lost its share', () => {
    const fleet = new Fleet();
    fleet.node2.mounts.remove('/chroot');
    expect(fleet.prove(lockRaceProof)[1]).toBe('node2: not known: /chroot is no share there');
  });

  it('is not known where the first host has none', () => {
    const fleet = new Fleet();
    fleet.node1.mounts.remove('/chroot');
    expect(fleet.prove(lockRaceProof)[1]).toBe('node2: not known: nobody held the lock when it was tried');
  });
});

describe('on fake hosts, a write beyond a quota', () => {
  const cleared = 'manager: the limit is taken away, and nothing is left of the trial';

  it('is refused where quotas are enforced, and leaves nothing', () => {
    const fleet = new Fleet();
    expect(fleet.prove(quotaRefusedProof)).toEqual([
      'manager: a trial group may use 1024 KiB',
      'node2: what goes beyond the limit is refused',
      cleared,
    ]);
    expect(fleet.left()).toEqual([]);
  });

  it('is not tried where no limit can be set', () => {
    const fleet = new Fleet();
    fleet.manager.packages.remove('quota', false);
    expect(fleet.prove(quotaRefusedProof)).toEqual([
      'manager: not known: setquota is not installed',
      'node2: not known: no limit was set before it was tried',
      cleared,
    ]);
  });

  it('is not tried under a number that somebody has', () => {
    const fleet = new Fleet();
    fleet.manager.users.addGroup('theirs', 65_001, true);
    expect(fleet.prove(quotaRefusedProof)[0]).toBe(
      'manager: not known: the trial needs the number 65001, which a user or group has',
    );
  });
});

it('has a model of the trials of every proof that needs neither a MySQL server nor a vantage', () => {
  expect(proofRegistry.filter((proof) => proof !== databaseLoginProof && !proof.needsVantage)).toEqual([
    trialMountProof,
    lockRaceProof,
    quotaRefusedProof,
  ]);
});
