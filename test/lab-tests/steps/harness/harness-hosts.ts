import type { Change } from '../../../../src/steps/change.js';
import type { ChangeRun, HostSession } from '../../../../src/steps/harness/host-session.js';
import { Lab } from '../../../lab/lab.js';
import { LabCluster } from '../lab-cluster.js';

/** The hosts on which all tests of sessions run, since booting them takes longer than the tests. */
export class HarnessHosts {
  private booted: LabCluster | undefined;
  private fence = 100;

  async boot(): Promise<void> {
    const lab = await Lab.up({
      hosts: [
        { name: 'manager', image: 'equipped', segments: ['public', 'private'] },
        { name: 'db1', image: 'database', segments: ['private'] },
        { name: 'galera1', image: 'galera', segments: ['private'] },
      ],
    });
    this.booted = new LabCluster(lab);
  }

  async down(): Promise<void> {
    this.booted?.connections.closeAll();
    await this.booted?.lab.down();
  }

  get cluster(): LabCluster {
    if (this.booted === undefined) throw new Error('the hosts are not booted yet');
    return this.booted;
  }

  get lab(): Lab {
    return this.cluster.lab;
  }

  /** Higher than any that the hosts have seen from `change`. */
  nextFence(): number {
    return ++this.fence;
  }

  change(session: HostSession, ...changes: Change[]): Promise<ChangeRun> {
    return this.send(session, this.nextFence(), changes);
  }

  send(session: HostSession, fence: number, changes: readonly Change[]): Promise<ChangeRun> {
    return session.change(fence, [{ changes, after: [] }]);
  }
}
