import type { TrialCluster } from './trial-cluster.js';

/**
 * Everything of a host that a step may change: files with content, mode and owner, mounts, addresses, users, groups, units that
 * run (those that start at boot are links in /etc), ARP settings, what of balancing is not as kernels have it, exports, limits of groups, and on a database server databases,
 * users and what these may do. Few programs and no question to systemd: starting one takes a lab host long.
 */
const script = `
set -f
left="-path /etc/ssl -o -path /etc/alternatives -o -name *.cache -o -name .pwd.lock -o -path /etc/mtab -o -path /etc/*-"
find /etc /chroot -xdev '(' $left ')' -prune -o -type f -printf '%p %m %U:%G\\n' -exec sha256sum {} + -o -type l -printf '%p -> %l\\n' \\
  -o -type d '(' -path '/chroot*' -o -path '/etc/exports.d*' ')' -printf '%p/ %m %U:%G\\n' 2>/dev/null
ip -o address show
ls /run/systemd/units
cat /proc/sys/net/ipv4/conf/all/arp_ignore /proc/sys/net/ipv4/conf/all/arp_announce /proc/self/mounts /etc/passwd /etc/group
if [ -e /proc/sys/net/ipv4/vs ]; then
  grep -v '^1$' /proc/sys/net/ipv4/vs/conn_reuse_mode
  grep -v '^0$' /proc/sys/net/ipv4/vs/expire_quiescent_template
fi
! grep -q grpquota /proc/self/mounts || repquota -agvn | awk '$1 ~ /^#/ && $4 + $5 > 0 { print "limit", $1, $4, $5 }'
[ ! -e /var/lib/nfs/etab ] || cat /var/lib/nfs/etab
if [ -e /run/mysqld/mysqld.sock ]; then
  mariadb -Ne "SELECT User, Host, authentication_string FROM mysql.user; SELECT * FROM mysql.db; SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME <> 'hostwright'"
  # The table comes with the first change of the server and stays.
  mariadb -Ne 'SELECT * FROM hostwright.account_database' 2>/dev/null
fi
:
`;

/**
 * What comes and goes by itself: sessions, installations, whose mark may outlive them when systemd reads its units again
 * meanwhile, and virtual file systems that a service needs. Mounts are seen in their table.
 */
const passing =
  /^invocation:(user@|user-runtime|session|hostwright-packages-|.*\.mount$|hostwright-log-\w+\.service$)|^\S+ \S+ (nfsd|rpc_pipefs|sunrpc|autofs|ramfs|tmpfs) /;

/** A line of the mount table; its options name ports that differ from time to time. */
const mount = /^(\S+ \S+ \S+) \S+ 0 0$/;

export async function hostSnapshot(cluster: Pick<TrialCluster, 'byHand'>, host: string): Promise<readonly string[]> {
  const lines = (await cluster.byHand(host, script)).split('\n');
  return lines.flatMap((line) => (passing.test(line) ? [] : line.replace(mount, '$1'))).sort();
}

/** The lines that only one of two snapshots has: nothing where they are equal. */
export function differences(before: readonly string[], after: readonly string[]): readonly string[] {
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`);
  return [...gone, ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`)];
}
