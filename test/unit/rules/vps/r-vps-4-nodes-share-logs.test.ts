import { kernelNfsServer } from '../../../../src/probes/storage/kernel-nfs-server.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { nfsExports } from '../../../../src/probes/storage/nfs-exports.js';
import { virtualization } from '../../../../src/probes/system/virtualization.js';
import { nodesShareLogs } from '../../../../src/rules/vps/r-vps-4-nodes-share-logs.rule.js';
import { managerId, memberOf, node1Id, node2Id, publicCluster, withSite } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectUnverified, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { mountInfo, nfsMount } from '../mount-info.js';

const spec = publicCluster(withSite('NGINX', null));
const nodes = [node1Id, node2Id];
const exported = '/var/log/hostwright/web  9.9.9.10(ro,sync)\n';
const place = (id: string): string => `/var/log/hostwright/nodes/${id.replaceAll('-', '')}`;

describe('R-VPS-4 before', () => {
  const moment = 'before';
  const loadable = (): HostFacts =>
    nodes.reduce((facts, id) => facts.answer(id, kernelNfsServer(), 'loadable\n'), new HostFacts());

  it('is met by nodes whose kernels serve NFS', () => {
    expectMet(nodesShareLogs, { spec, facts: loadable(), moment });
  });

  it('is violated by a kernel without it', () => {
    const facts = loadable().answer(node2Id, kernelNfsServer(), 'missing\n');
    expectViolated(nodesShareLogs, { spec, facts, moment }, [
      {
        subject: `Host ${node2Id}`,
        code: 'NO_KERNEL_NFS',
        severity: 'ERROR',
        field: ['members', '2'],
        message: 'The kernel of node node2 has no NFS server',
        remedy: [{ command: 'modprobe nfsd' }, { declare: 'Declare no web server' }],
      },
    ]);
  });

  it('is unknown without looks', () => {
    expectUnknown(
      nodesShareLogs,
      { spec, moment },
      nodes.map((id) => ({ subject: `Host ${id}`, lookAt: id })),
    );
  });
});

describe('R-VPS-4 in containers', () => {
  it('is unknown where they have no modules, which is ended where they run and by no look', () => {
    const facts = new HostFacts();
    for (const id of nodes) facts.answer(id, kernelNfsServer(), { exitCode: 1 });
    for (const id of nodes) facts.answer(id, virtualization(), 'none\nlxc\nnone\n');
    const remedy = "Allow the container the kernel's NFS";
    const unknown = nodes.map((id) => ({ subject: `Host ${id}`, remedy }));
    expectUnverified(nodesShareLogs, { spec, facts, moment: 'before' }, unknown);
  });
});

describe('R-VPS-4 after', () => {
  const moment = 'after';
  const mounted = (...ids: readonly string[]): string =>
    mountInfo(...ids.map((id) => nfsMount('9.9.9.12', { target: place(id) })));
  const shared = (): HostFacts =>
    nodes
      .reduce((facts, id) => facts.answer(id, nfsExports(), exported), new HostFacts())
      .answer(managerId, mounts(), mounted(node1Id, node2Id));
  const violation = { severity: 'ERROR', field: ['members', '2'], remedy: 'repairCluster' } as const;

  it('is met where the manager mounts what every node exports', () => {
    expectMet(nodesShareLogs, { spec, facts: shared(), moment });
  });

  it('is violated by a node that exports nothing', () => {
    const facts = shared().answer(node2Id, nfsExports(), '/srv  *(ro)\n');
    const message = 'Node node2 does not export /var/log/hostwright/web';
    expectViolated(nodesShareLogs, { spec, facts, moment }, [
      { ...violation, subject: `Host ${node2Id}`, code: 'LOGS_NOT_EXPORTED', message },
    ]);
  });

  it('is violated by a node whose logs are not mounted', () => {
    const facts = shared().answer(managerId, mounts(), mounted(node1Id));
    const message = `The logs of node node2 are not mounted on the manager at ${place(node2Id)}.`;
    expectViolated(nodesShareLogs, { spec, facts, moment }, [
      { ...violation, subject: `Host ${node2Id}`, code: 'LOGS_NOT_MOUNTED', message },
    ]);
  });

  it('is unknown without looks at the node or at the manager', () => {
    const facts = nodes.reduce((some, id) => some.answer(id, nfsExports(), exported), new HostFacts());
    expectUnknown(
      nodesShareLogs,
      { spec, facts, moment },
      nodes.map((id) => ({ subject: `Host ${id}`, lookAt: managerId })),
    );
  });
});

describe('R-VPS-4', () => {
  it.each(['before', 'after'] as const)('is silent at %s where there are no logs to share', (moment) => {
    const none = 'No web server is set up, so that there are no logs to share.';
    expectNotApplicable(nodesShareLogs, { spec: publicCluster(), moment }, none);
    const observed = publicCluster((edited) => {
      withSite('NGINX', null)(edited);
      edited.observedHosts = nodes;
    });
    expectNotApplicable(nodesShareLogs, { spec: observed, moment }, 'No node is set up that could share logs.');
    const without = publicCluster((edited) => {
      withSite('NGINX', null)(edited);
      memberOf(edited, managerId).role = 'NODE';
    });
    const reason = 'There is no single manager with a quorum address yet (R-SRV-2, R-NET-2).';
    expectNotApplicable(nodesShareLogs, { spec: without, moment }, reason);
  });
});
