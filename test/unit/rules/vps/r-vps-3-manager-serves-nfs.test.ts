import { kernelNfsServer } from '../../../../src/probes/storage/kernel-nfs-server.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { virtualization } from '../../../../src/probes/system/virtualization.js';
import { managerServesNfs } from '../../../../src/rules/vps/r-vps-3-manager-serves-nfs.rule.js';
import { managerId, memberOf, publicCluster, withFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectUnverified, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { rpcInfo } from '../rpc-info.js';

const spec = publicCluster();
const unknownManager = [{ subject: `Host ${managerId}`, lookAt: managerId }];

describe('R-VPS-3 before', () => {
  const moment = 'before';

  it.each(['loaded', 'loadable'])('is met by a kernel whose NFS server is %s', (word) => {
    expectMet(managerServesNfs, {
      spec,
      facts: new HostFacts().answer(managerId, kernelNfsServer(), `${word}\n`),
      moment,
    });
  });

  it('is violated by a kernel without one', () => {
    const facts = new HostFacts().answer(managerId, kernelNfsServer(), 'missing\n');
    expectViolated(managerServesNfs, { spec, facts, moment }, [
      {
        subject: `Host ${managerId}`,
        code: 'NO_KERNEL_NFS',
        severity: 'ERROR',
        field: ['userStorage', 'mode'],
        message: 'The kernel of manager has no NFS server',
        remedy: [{ declare: 'user storage EXTERNAL on a file server' }, { command: 'modprobe nfsd' }],
      },
    ]);
  });

  it('is unknown without a look and when modprobe does not say', () => {
    expectUnknown(managerServesNfs, { spec, moment }, unknownManager);
    const silent = new HostFacts().answer(managerId, kernelNfsServer(), { exitCode: 1 });
    expectUnknown(managerServesNfs, { spec, facts: silent, moment }, unknownManager);
    silent.answer(managerId, virtualization(), 'none\nnone\nkvm\n');
    expectUnknown(managerServesNfs, { spec, facts: silent, moment }, unknownManager);
  });

  it('is unknown in a container without modules, which is ended where it runs and by no look', () => {
    const facts = new HostFacts()
      .answer(managerId, kernelNfsServer(), { exitCode: 1 })
      .answer(managerId, virtualization(), 'none\nlxc\nnone\n');
    const remedy = "Allow the container the kernel's NFS, on the machine that runs it";
    expectUnverified(managerServesNfs, { spec, facts, moment }, [{ subject: `Host ${managerId}`, remedy }]);
  });
});

describe('R-VPS-3 after', () => {
  const moment = 'after';
  const refused = { exitCode: 1, stderr: '127.0.0.1: RPC: Remote system error - Connection refused\n' };

  it('is met by a manager that serves NFS', () => {
    const facts = new HostFacts().answer(managerId, ownRpcPrograms(), rpcInfo('nfs'));
    expectMet(managerServesNfs, { spec, facts, moment });
  });

  it.each([
    ['where nobody listens, by the code of that', 'NO_PORT_MAPPER', refused],
    ['whose port mapper knows no NFS', 'NFS_NOT_SERVED', { stdout: rpcInfo('lockStatus') }],
  ])('is violated by one %s', (_, code, answer) => {
    const facts = new HostFacts().answer(managerId, ownRpcPrograms(), answer);
    expectViolated(managerServesNfs, { spec, facts, moment }, [
      {
        subject: `Host ${managerId}`,
        code,
        severity: 'ERROR',
        field: ['members', '0'],
        message: 'Manager does not serve NFS',
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is unknown without a look', () => {
    expectUnknown(managerServesNfs, { spec, moment }, unknownManager);
  });
});

describe('R-VPS-3', () => {
  it.each(['before', 'after'] as const)('is silent at %s where a file server shares the data', (moment) => {
    const given = { spec: publicCluster(withFileServer), moment };
    expectNotApplicable(managerServesNfs, given, 'A file server shares the user data, not the manager.');
  });

  it('is silent without a manager', () => {
    const without = publicCluster((edited) => {
      memberOf(edited, managerId).role = 'NODE';
    });
    const reason = 'There is no single manager with a quorum address yet (R-SRV-2, R-NET-2).';
    expectNotApplicable(managerServesNfs, { spec: without, moment: 'before' }, reason);
  });
});
