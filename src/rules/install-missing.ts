import { missingCommand } from '../probes/failed-command.js';
import { byFamily } from './by-family.js';
import { runByHand } from './remedy.js';
import type { Remedy, RuleFacts } from './rule.js';
import type { SystemFamily } from './server/operating-systems.js';

/** Of programs that looks call, the package that brings them; of what every system starts with there is nothing to install. */
const packages: Readonly<Record<string, Readonly<Record<SystemFamily, string>>>> = {
  awk: { Debian: 'mawk', RHEL: 'gawk' },
  bash: { Debian: 'bash', RHEL: 'bash' },
  exportfs: { Debian: 'nfs-kernel-server', RHEL: 'nfs-utils' },
  findmnt: { Debian: 'util-linux', RHEL: 'util-linux' },
  flock: { Debian: 'util-linux', RHEL: 'util-linux' },
  getent: { Debian: 'libc-bin', RHEL: 'glibc-common' },
  ip: { Debian: 'iproute2', RHEL: 'iproute' },
  ipvsadm: { Debian: 'ipvsadm', RHEL: 'ipvsadm' },
  lscpu: { Debian: 'util-linux', RHEL: 'util-linux' },
  modprobe: { Debian: 'kmod', RHEL: 'kmod' },
  'mount.nfs': { Debian: 'nfs-common', RHEL: 'nfs-utils' },
  pgrep: { Debian: 'procps', RHEL: 'procps-ng' },
  quota: { Debian: 'quota', RHEL: 'quota' },
  repquota: { Debian: 'quota', RHEL: 'quota' },
  rpcinfo: { Debian: 'rpcbind', RHEL: 'rpcbind' },
  setquota: { Debian: 'quota', RHEL: 'quota' },
  ss: { Debian: 'iproute2', RHEL: 'iproute' },
};

/** What ends that something is unknown for want of a program, which no look does; undefined for any other reason. */
export function installMissing(
  facts: RuleFacts,
  hostId: string,
  reason: Parameters<typeof missingCommand>[0],
): Remedy | undefined {
  const [program = ''] = missingCommand(reason)?.split(' ') ?? [];
  const names = packages[program];
  if (names === undefined) return undefined;
  const command = byFamily(facts, hostId, {
    Debian: `apt-get install ${names.Debian}`,
    RHEL: `dnf install ${names.RHEL}`,
    other: `PACKAGE_MANAGER install ${names.Debian}`,
  });
  return runByHand(hostId, `Install ${program} on ${facts.hostName(hostId)}, and look at it again`, command);
}
