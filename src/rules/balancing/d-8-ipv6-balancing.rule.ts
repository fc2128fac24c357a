import type { ClusterSpec } from '../../domain/account-spec.js';
import { managedServices } from '../../domain/balanced-services.js';
import { addressFamily } from '../../domain/ip-network.js';
import { managerOf } from '../../domain/members.js';
import { ipvsadmVersion } from '../../probes/balancing/ipvsadm-version.js';
import { osRelease } from '../../probes/system/os-release.js';
import { byFamily } from '../by-family.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead, runByHand } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { versionReaches } from './version-reaches.js';
import { because, type Reason } from '../reason.js';

/** What is newer only runs after a boot, of a kernel. */
const newer = {
  kernel: {
    Debian: 'apt-get update && apt-get dist-upgrade && systemctl reboot',
    RHEL: 'dnf upgrade kernel && systemctl reboot',
    other: 'PACKAGE_MANAGER upgrade kernel && systemctl reboot',
  },
  ipvsadm: {
    Debian: 'apt-get update && apt-get install ipvsadm',
    RHEL: 'dnf upgrade ipvsadm',
    other: 'PACKAGE_MANAGER upgrade ipvsadm',
  },
} as const;

const leastKernel = [2, 6, 28] as const;
const leastTool = [1, 25] as const;

function nothingOverIpv6({ core }: ClusterSpec): Reason | null {
  const some = managedServices(core).some(({ service }) => addressFamily(service.address) === 'IPV6');
  return some ? null : because('NOTHING_OVER_IPV6', 'The manager balances no IPv6 address.');
}

/**
 * Balancing over IPv6. Where an IPv6 address is balanced the manager's kernel is 2.6.28 or newer and its ipvsadm 1.25 or newer.
 * Older ones know IPv4 services only.
 */
export const ipv6Balancing = defineRule({
  id: 'D-8',
  title: 'Balancing over IPv6',
  law: "Where an IPv6 address is balanced the manager's kernel is 2.6.28 or newer and, once set up, its ipvsadm 1.25 or newer.",
  severity: 'ERROR',
  source: 'InterWorx documentation, API of the load balancer',
  moments: ['before', 'after'],
  notApplicable: nothingOverIpv6,
  looks({ core }) {
    const manager = managerOf(core);
    if (manager === undefined) return [];
    const { hostId } = manager.member;
    return [
      { hostId, probe: osRelease() },
      { hostId, probe: ipvsadmVersion() },
    ];
  },
  check({ spec, facts, moment }, report) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const { hostId } = manager.member;
    const subject = hostSubject(hostId);
    const release = moment === 'before' ? report.read(subject, hostId, osRelease()) : undefined;
    const tool = moment === 'after' ? report.read(subject, hostId, ipvsadmVersion()) : undefined;
    const seen = release ?? tool;
    if (seen === undefined) return;
    const what = release === undefined ? 'ipvsadm' : 'kernel';
    const version = release?.value.kernel ?? tool?.value ?? '';
    const least = release === undefined ? leastTool : leastKernel;
    const isEnough = versionReaches(version, least);
    if (isEnough === undefined)
      return report.unknown(
        subject,
        hostId,
        because('VERSION_UNREAD', `what version of ${what} "${version}" is`, { what, version }),
      );
    if (isEnough) return report.met(subject, [seen.evidence]);
    const host = facts.hostName(hostId);
    const wanted = least.join('.');
    report.violated({
      subject,
      code: release === undefined ? 'OLD_IPVSADM' : 'OLD_KERNEL',
      message: `Manager ${host} has ${what} ${version}; an IPv6 address is balanced from ${wanted} on.`,
      parameters: { host, version, least: wanted },
      field: ['balancedServices'],
      evidence: [seen.evidence],
      remedies: [
        runByHand(hostId, `Bring ${what} of ${host} to ${wanted} or newer`, byFamily(facts, hostId, newer[what])),
        declareInstead('Balance IPv4 addresses only'),
      ],
    });
  },
});
