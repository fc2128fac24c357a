import { logSharesOf } from '../../domain/log-shares.js';
import { managerOf, nodesOf } from '../../domain/members.js';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { kernelNfsClient } from '../../probes/storage/kernel-nfs-client.js';
import { kernelNfsServer } from '../../probes/storage/kernel-nfs-server.js';
import { virtualization } from '../../probes/system/virtualization.js';
import { defineRule } from '../define-rule.js';
import { hostSubject } from '../subject.js';
import { because } from '../reason.js';
import { containerRemedies } from './container-remedies.js';
import { reportUnknownKernel } from './read-kernel-nfs.js';

/** The hosts whose kernel has to serve NFS: the manager that shares user data, and nodes that share logs. */
function serversOf(spec: ClusterSpec): readonly string[] {
  const manager = spec.core.userStorage.mode === 'MANAGER_LOCAL' ? managerOf(spec.core) : undefined;
  const nodes = logSharesOf(spec).map(({ node }) => node.member.hostId);
  return manager === undefined ? nodes : [manager.member.hostId, ...nodes];
}

/** The hosts whose kernel has to mount NFS: nodes user data, and the manager what a file server or nodes share. */
function clientsOf(spec: ClusterSpec): readonly string[] {
  const isShared = spec.core.userStorage.mode === 'EXTERNAL' || logSharesOf(spec).length > 0;
  const manager = isShared ? managerOf(spec.core) : undefined;
  const nodes = nodesOf(spec.core).map(({ member }) => member.hostId);
  return manager === undefined ? nodes : [manager.member.hostId, ...nodes];
}

interface Need {
  readonly hostId: string;
  readonly probe: ReturnType<typeof kernelNfsServer>;
  readonly code: string;
  readonly lacks: string;
}

function needsOf(spec: ClusterSpec): readonly Need[] {
  const server = { probe: kernelNfsServer(), code: 'NO_NFS_IN_CONTAINER', lacks: 'NFS server, which it has to run' };
  const client = {
    probe: kernelNfsClient(),
    code: 'NO_NFS_CLIENT_IN_CONTAINER',
    lacks: 'NFS client, by which it has to mount shares',
  };
  return [
    ...serversOf(spec).map((hostId) => ({ hostId, ...server })),
    ...clientsOf(spec).map((hostId) => ({ hostId, ...client })),
  ];
}

/**
 * NFS in containers of OpenVZ. A container of OpenVZ or Virtuozzo that has to serve or mount NFS has been allowed that of its kernel.
 * By default it is not, and only on the machine that runs the container can it be.
 */
export const openVzServesNfs = defineRule({
  id: 'R-VPS-2',
  title: 'NFS in containers of OpenVZ',
  law: 'A container of OpenVZ or Virtuozzo that has to serve or mount NFS has been allowed that of its kernel.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Additional VPS Considerations"',
  moments: ['before'],
  notApplicable: (spec) =>
    needsOf(spec).length === 0
      ? because('NOBODY_USES_NFS', 'Neither manager nor nodes have to serve or mount NFS.')
      : null,
  looks: (spec) =>
    needsOf(spec).flatMap(({ hostId, probe }) => [
      { hostId, probe: virtualization() },
      { hostId, probe },
    ]),
  check(context, report) {
    const { spec, facts } = context;
    const unseen = new Set<string>();
    for (const { hostId, probe, code, lacks } of needsOf(spec)) {
      if (unseen.has(hostId)) continue;
      const subject = hostSubject(hostId);
      const support = facts.read(hostId, probe);
      const seen = report.read(subject, hostId, virtualization());
      if (seen === undefined) {
        unseen.add(hostId);
        continue;
      }
      if (!seen.value.openVz) {
        report.met(subject, [seen.evidence]);
        continue;
      }
      if (!support.known) {
        reportUnknownKernel(context, report, hostId, support);
        continue;
      }
      const evidence = [seen.evidence, support.evidence];
      if (support.value) {
        report.met(subject, evidence);
        continue;
      }
      const host = facts.hostName(hostId);
      report.violated({
        subject,
        code,
        message: `${host} is a container of OpenVZ or Virtuozzo without the kernel's ${lacks}.`,
        parameters: { host },
        field: ['hypervisorAccess'],
        evidence,
        remedies: containerRemedies(seen.value, spec.core.hypervisorAccess),
      });
    }
  },
});
