import { limitedWrite } from '../../../../src/proofs/storage/quota-refused.proof.js';
import { groupQuotas } from '../../../../src/probes/storage/group-quotas.js';
import { quotasHold } from '../../../../src/rules/storage/r-sto-11-quotas-hold.rule.js';
import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import {
  accountId,
  clusterId,
  fileServerId,
  managerId,
  node2Id,
  publicCluster,
  withAppliance,
  withFileServer,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

function limited(edited: ClusterSpec): void {
  edited.accounts = edited.accounts.map((account) => ({ ...account, quotaBytes: 2_097_152 }));
}

const local = publicCluster(limited);
const external = publicCluster((edited) => {
  withFileServer(edited);
  limited(edited);
});
const head =
  'Group,BlockStatus,FileStatus,BlockUsed,BlockSoftLimit,BlockHardLimit,BlockGrace,FileUsed,FileSoftLimit,FileHardLimit,FileGrace\n';
const listed = (hardKib: number): string => `${head}#0,ok,ok,14,0,0,,3,0,0,\n#20001,ok,ok,0,0,${hardKib},,0,0,0,\n`;

describe('R-STO-11', () => {
  it('is met where the host of the disk lists the group with its limit', () => {
    expectMet(quotasHold, {
      spec: local,
      facts: new HostFacts().answer(managerId, groupQuotas('/chroot'), listed(2048)),
    });
    expectMet(quotasHold, {
      spec: external,
      facts: new HostFacts().answer(fileServerId, groupQuotas('/export'), listed(2048)),
    });
  });

  it.each([
    ['no limit', head],
    ['no limit', listed(0)],
    ['a limit of 4096 KiB', listed(4096)],
  ])('is violated by a group with %s', (found, said) => {
    const facts = new HostFacts().answer(fileServerId, groupQuotas('/export'), said);
    expectViolated(quotasHold, { spec: external, facts }, [
      {
        subject: `Account ${accountId}`,
        code: 'QUOTA_NOT_ENFORCED',
        severity: 'ERROR',
        field: [],
        message: `Account bakery (GID 20001) has ${found} at /export on files; it must be 2048 KiB.`,
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is unknown without a look', () => {
    expectUnknown(quotasHold, { spec: external }, [{ subject: `Host ${fileServerId}`, lookAt: fileServerId }]);
  });

  it('is silent where no account has a quota', () => {
    expectNotApplicable(quotasHold, { spec: publicCluster() }, 'No account has a quota.');
  });
});

describe('R-STO-11 once a write beyond a limit was tried', () => {
  const facts = (said: string): HostFacts =>
    new HostFacts().answer(managerId, groupQuotas('/chroot'), listed(2048)).answer(node2Id, limitedWrite(), said);

  it('is met by a write that was refused, and by one that nobody had limited', () => {
    expectMet(quotasHold, { spec: local, facts: facts('refused\n') });
    expectMet(quotasHold, { spec: local, facts: facts('over\n') });
  });

  it('is violated by a host that let it through', () => {
    expectViolated(quotasHold, { spec: local, facts: facts('written\n') }, [
      {
        subject: `Host ${managerId}`,
        code: 'WRITE_NOT_REFUSED',
        severity: 'ERROR',
        field: [],
        message: 'manager let node2 write to /chroot beyond a limit',
        remedy: [{ command: 'quotaon -vg' }, 'proveCluster'],
      },
    ]);
  });

  it('is violated by an appliance that let it through, though nobody lists its limits', () => {
    const spec = publicCluster((edited) => {
      withAppliance(edited);
      limited(edited);
    });
    const context = { spec, moment: 'after', draft: false, clusterId } as const;
    const judged = (said: string): unknown =>
      quotasHold.judge({ ...context, facts: new HostFacts().answer(node2Id, limitedWrite(), said).at(observedAt) });
    const notListed = { verdict: 'UNKNOWN', severity: 'INFO', remedies: [] };
    expect(judged('written\n')).toMatchObject([
      notListed,
      {
        ...{ verdict: 'VIOLATED', severity: 'ERROR', messageCode: 'WRITE_NOT_REFUSED' },
        message: expect.stringContaining('files let node2 write to /export beyond a limit'),
        remedies: [{ command: null }, { mutation: 'proveCluster' }],
      },
    ]);
    expect(judged('refused\n')).toMatchObject([notListed, { verdict: 'MET' }]);
    expect(judged('over\n')).toMatchObject([notListed]);
  });
});
