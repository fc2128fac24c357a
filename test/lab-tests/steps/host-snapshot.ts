import type { LabCluster } from './lab-cluster.js';

/**
 * Everything of a host that a step may change, as lines to compare: files with mode and owner, mounts, addresses, users, groups,
 * units, ARP settings, and on a database server databases, users and what these may do. Left out is what any command renews by
 * itself: caches, the copies and locks that the user tools leave behind, virtual file systems that a service needs.
 */
const script = `
left="-name *.cache -o -name .pwd.lock -o -path /etc/mtab -o -path /etc/*-"
set -f
find /etc /chroot -xdev '(' $left ')' -o -type f -printf '%p %m %U:%G\\n' -o -type l -printf '%p -> %l\\n' 2>/dev/null
find /etc /chroot -xdev '(' $left ')' -o -type f -print0 2>/dev/null | xargs -0r sha256sum
find /chroot /etc/exports.d -xdev -type d -printf '%p/ %m %U:%G\\n' 2>/dev/null
findmnt -rno TARGET,SOURCE,FSTYPE | grep -Ev ' (nfsd|rpc_pipefs|sunrpc|autofs|ramfs|tmpfs)$'
ip -o address show | sed -E 's/^[0-9]+: //; s/ +valid_lft.*//'
getent passwd
getent group
systemctl list-unit-files --no-legend --no-pager --state=enabled
systemctl list-units --no-legend --no-pager --plain --type=service --state=active,failed | sed -n 's/ .*//p' | grep -v -e '^user@' -e '^user-runtime'
grep -H . /proc/sys/net/ipv4/conf/all/arp_ignore /proc/sys/net/ipv4/conf/all/arp_announce
exportfs -s 2>/dev/null
if systemctl is-active --quiet mariadb; then
  mariadb -Ne "SELECT User, Host, authentication_string FROM mysql.user; SELECT * FROM mysql.db; SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME <> 'hostwright'"
fi
:
`;

export async function hostSnapshot(cluster: LabCluster, host: string): Promise<readonly string[]> {
  return (await cluster.byHand(host, script)).split('\n').sort();
}
