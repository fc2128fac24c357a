import { kernelNfsClient } from '../../../../src/probes/storage/kernel-nfs-client.js';
import { kernelNfsServer } from '../../../../src/probes/storage/kernel-nfs-server.js';
import { virtualization } from '../../../../src/probes/system/virtualization.js';
import { openVzServesNfs } from '../../../../src/rules/vps/r-vps-2-openvz-serves-nfs.rule.js';
import { edits, managerId, node1Id, node2Id, publicCluster, withFileServer, withSite } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectUnverified, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const openVz = 'openvz\nopenvz\nnone\n';
const machine = 'none\nnone\nkvm\n';
const spec = publicCluster();
const withLogs = publicCluster(withSite('NGINX', 'bakery.example'));
const manager = (runsIn: string, kernel: string): HostFacts =>
  new HostFacts()
    .answer(managerId, virtualization(), runsIn)
    .answer(managerId, kernelNfsServer(), `${kernel}\n`)
    .answer(node1Id, virtualization(), machine)
    .answer(node2Id, virtualization(), machine);
const violation = { code: 'NO_NFS_IN_CONTAINER', severity: 'ERROR', field: ['hypervisorAccess'] } as const;

const allow = { command: 'vzctl set CTID --features nfs:on,nfsd:on' } as const;
const move = { declare: 'Use a virtual machine' } as const;

describe('R-VPS-2', () => {
  it.each([
    ['a machine, whatever its kernel has', machine, 'missing'],
    ['a container that was allowed to', openVz, 'loaded'],
  ])('is met by %s', (_, runsIn, kernel) => {
    expectMet(openVzServesNfs, { spec, facts: manager(runsIn, kernel) });
  });

  it.each([
    [true, [allow]],
    [false, [move]],
    [null, [allow, move]],
  ] as const)('is violated by a container that was not, with hypervisorAccess %s', (hypervisorAccess, remedy) => {
    const declared = publicCluster(({ core }) => {
      core.hypervisorAccess = hypervisorAccess;
    });
    expectViolated(openVzServesNfs, { spec: declared, facts: manager(openVz, 'missing') }, [
      { ...violation, subject: `Host ${managerId}`, message: 'manager is a container of OpenVZ', remedy },
    ]);
  });

  it('asks nodes that share logs', () => {
    const facts = manager(machine, 'loaded')
      .answer(node2Id, virtualization(), openVz)
      .answer(node2Id, kernelNfsServer(), 'missing\n')
      .answer(node2Id, kernelNfsClient(), 'loaded\n');
    expectViolated(openVzServesNfs, { spec: withLogs, facts }, [
      { ...violation, subject: `Host ${node2Id}`, message: 'node2 is a container of OpenVZ', remedy: [allow, move] },
    ]);
  });

  it('is violated by a node that can mount no share, and met by one that can', () => {
    const facts = manager(machine, 'loaded').answer(node2Id, virtualization(), openVz);
    expectMet(openVzServesNfs, { spec, facts: facts.answer(node2Id, kernelNfsClient(), 'loaded\n') });
    const code = 'NO_NFS_CLIENT_IN_CONTAINER';
    const message = "without the kernel's NFS client, by which it has to mount shares";
    const expected = [{ ...violation, code, subject: `Host ${node2Id}`, message, remedy: [allow, move] }];
    expectViolated(openVzServesNfs, { spec, facts: facts.answer(node2Id, kernelNfsClient(), 'missing\n') }, expected);
  });

  it.each([
    ['the share of a file server', publicCluster(edits(withFileServer))],
    ['the logs of nodes', withLogs],
  ])('asks a manager that mounts %s', (_, mounting) => {
    const facts = manager(openVz, 'loaded').answer(managerId, kernelNfsClient(), 'missing\n');
    const message = "manager is a container of OpenVZ or Virtuozzo without the kernel's NFS client";
    expectViolated(openVzServesNfs, { spec: mounting, facts }, [
      {
        ...{ ...violation, code: 'NO_NFS_CLIENT_IN_CONTAINER', subject: `Host ${managerId}`, message },
        remedy: [allow, move],
      },
    ]);
  });

  it('is unknown without a look', () => {
    expectUnknown(
      openVzServesNfs,
      { spec },
      [managerId, node1Id, node2Id].map((id) => ({ subject: `Host ${id}`, lookAt: id })),
    );
  });

  it.each([
    [true, "Allow the container the kernel's NFS"],
    [false, 'Use a virtual machine'],
  ])(
    'is unknown where a container does not say what its kernel has, which no look ends: hypervisorAccess %s',
    (hypervisorAccess, remedy) => {
      const declared = publicCluster(({ core }) => {
        core.hypervisorAccess = hypervisorAccess;
        core.members = core.members.filter(({ role }) => role === 'MANAGER');
      });
      const silent = manager(openVz, '').answer(managerId, kernelNfsServer(), { exitCode: 1 });
      expectUnverified(openVzServesNfs, { spec: declared, facts: silent }, [{ subject: `Host ${managerId}`, remedy }]);
    },
  );

  it('is unknown, until a look, where a container was too slow to say it', () => {
    const late = manager(openVz, '').answer(managerId, kernelNfsServer(), { exitCode: 124 });
    expectUnknown(openVzServesNfs, { spec, facts: late }, [{ subject: `Host ${managerId}`, lookAt: managerId }]);
  });

  it('is silent where nobody is there to serve or mount NFS', () => {
    const nobody = publicCluster(({ core }) => {
      core.members = [];
    });
    expectNotApplicable(openVzServesNfs, { spec: nobody }, 'Neither manager nor nodes have to serve or mount NFS.');
  });
});
