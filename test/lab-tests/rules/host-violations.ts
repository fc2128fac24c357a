import { exportPath } from '../../../quickstart/owners-file-server.js';
import { routerOf } from '../../lab/lab-router.js';
import { theRemedy, type HostViolation } from './host-violation.js';
import { mailViolations } from './mail-violations.js';

export interface TriedAddresses {
  /** Of the file server and the database server on the private network. */
  readonly files: string;
  readonly database: string;
  /** Of the manager and the node there, and of both on the public network. */
  readonly manager: string;
  readonly node: string;
  readonly managerInPublic: string;
  readonly nodeInPublic: string;
  readonly publicNetwork: string;
  /** The manager's for traffic between servers. */
  readonly quorum: string;
  /** Balanced, and bound on the manager. */
  readonly service: string;
}

const exportsAgain = 'mv /etc/exports.kept /etc/exports && exportfs -ra';
const keepExports = 'cp /etc/exports /etc/exports.kept';

/** Whatever of hosts makes a setup fail, or a cluster serve wrongly, done to a real one. */
export function hostViolations(at: TriedAddresses): readonly HostViolation[] {
  const served = { value: 'file server', moment: 'before', on: 'files' } as const;
  const mounting = { value: 'file server', moment: 'before', on: 'node1' } as const;
  const local = { value: 'manager local', moment: 'before' } as const;
  const afterwards = { value: 'manager local', moment: 'after' } as const;
  const withSites = { value: 'web server', moment: 'before', on: 'node1' } as const;
  const mistyped = at.node.replace(/\d+$/, '177');
  const mount = (options: string): string =>
    `mkdir -p /chroot && mount -t nfs -o ${options} ${at.files}:${exportPath} /chroot`;
  const overPublic = (address: string): string => `${address}/32 via ${at.managerInPublic} dev eth0`;
  /** As a firewall does that says nothing. */
  const unanswered = `to ${at.node}/32 ipproto tcp sport 2049 blackhole`;
  const router = routerOf(at.publicNetwork);
  /** Packets get to the manager all the same; the router counts each of them down by one. */
  const throughRouter = `ping -c 1 -W 10 ${at.managerInPublic} | grep -w ttl=63`;
  return [
    {
      ...{
        what: 'the NFS server is stopped',
        rule: 'R-STO-3',
        ...served,
        code: 'NO_NFS',
        shown: /rpcinfo|portmapper|^\s*100000/m,
      },
      ...{ done: 'systemctl stop nfs-server', undone: 'systemctl start nfs-server && rpc.rquotad -S' },
    },
    {
      ...{ what: 'nothing comes back from the port of NFS', rule: 'R-STO-3', ...served, on: 'node1', doneOn: 'files' },
      ...{ code: 'NOT_REACHED', shown: /^Killed$/m },
      ...{ done: `ip rule add ${unanswered}`, undone: `ip rule del ${unanswered}` },
    },
    {
      ...{
        what: 'the quota daemon does not run',
        rule: 'R-STO-4',
        ...served,
        code: 'NO_REMOTE_QUOTAS',
        shown: /100003/,
      },
      ...{ done: 'pkill -x rpc.rquotad', undone: 'rpc.rquotad -S' },
    },
    {
      ...{ what: 'the lock daemon is off', rule: 'R-STO-5', ...served, code: 'NO_LOCKING', shown: /100003/ },
      done: 'rpcinfo -d 100021 1; rpcinfo -d 100021 3; rpcinfo -d 100021 4; true',
      undone: 'systemctl restart nfs-server && rpc.rquotad -S || true',
    },
    {
      ...{ what: 'version 3 is off', rule: 'R-STO-6', ...served, code: 'NO_VERSION_3', shown: /100003\s+4/ },
      done: 'systemctl stop nfs-server && rpc.nfsd --no-nfs-version 3 1 && exportfs -ra',
      undone: 'rpc.nfsd 0 && systemctl restart nfs-server && rpc.rquotad -S || true',
    },
    {
      ...{ what: 'group quotas are off', rule: 'R-STO-7', ...served, code: 'NO_GROUP_QUOTAS', shown: /\(accounting\)/ },
      ...{ done: `quotaoff -g ${exportPath}`, undone: `quotaon -g ${exportPath}` },
    },
    {
      ...{
        what: 'there is no useradd',
        rule: 'R-STO-9',
        ...served,
        value: 'managed file server',
        code: 'NO_ACCOUNT_TOOLS',
      },
      ...{ done: 'mv /usr/sbin/useradd /usr/sbin/useradd.kept', undone: 'mv /usr/sbin/useradd.kept /usr/sbin/useradd' },
      shown: /useradd/,
    },
    {
      ...{
        what: 'a node is missing in the exports',
        rule: 'R-STO-16',
        ...served,
        code: 'NOT_EXPORTED',
        shown: /\/srv\/share/,
      },
      done: `${keepExports} && sed -i 's/ ${at.node}([^)]*)//' /etc/exports && exportfs -ra`,
      undone: exportsAgain,
    },
    {
      ...{
        what: 'the export is for reading only',
        rule: 'R-STO-16',
        ...served,
        code: 'EXPORT_OPTIONS',
        shown: /\bro\b/,
      },
      done: `${keepExports} && sed -i 's/(rw,/(ro,/g' /etc/exports && exportfs -ra`,
      undone: exportsAgain,
    },
    {
      ...{
        what: 'the export takes root its rights',
        rule: 'R-STO-16',
        ...served,
        code: 'EXPORT_OPTIONS',
        shown: /root_squash/,
      },
      done: `${keepExports} && sed -i 's/no_root_squash/root_squash/g' /etc/exports && exportfs -ra`,
      undone: exportsAgain,
    },
    {
      ...{
        what: 'the share is mounted without locks',
        rule: 'R-STO-5',
        ...mounting,
        moment: 'after',
        code: 'LOCKS_NOT_SHARED',
      },
      ...{ done: mount('vers=3,nolock'), undone: 'umount /chroot', shown: /nolock/ },
    },
    {
      ...{
        what: 'another share is mounted',
        rule: 'R-STO-15',
        ...mounting,
        moment: 'after',
        code: 'OTHER_SHARE',
        shown: /\/srv\/public/,
      },
      done: `mkdir -p /chroot && mount -t nfs -o vers=3 ${at.manager}:/srv/public /chroot`,
      undone: 'umount /chroot',
    },
    {
      ...{
        what: 'a share is mounted though the manager shall hold user storage',
        rule: 'R-STO-14',
        ...local,
        on: 'manager',
      },
      ...{ code: 'SHARE_FOUND', done: mount('vers=3,hard'), undone: 'umount /chroot', shown: /\/srv\/share/ },
    },
    {
      ...{
        what: 'the login has its home under /home',
        rule: 'R-HOST-1',
        ...local,
        on: 'node1',
        code: 'HOME_WOULD_BE_COVERED',
      },
      done: "sed -i '/^root:/s|:/root:|:/home/root:|' /etc/passwd",
      ...{ undone: "sed -i '/^root:/s|:/home/root:|:/root:|' /etc/passwd", shown: /\/home\/root/ },
    },
    {
      ...{
        what: 'its machine id is a copy',
        rule: 'R-HOST-2',
        ...local,
        on: 'node1',
        code: 'SAME_MACHINE_ID',
        shown: /[0-9a-f]{32}/,
      },
      ...{ done: 'mount --bind /srv/copied-machine-id /etc/machine-id', undone: 'umount /etc/machine-id' },
    },
    {
      ...{
        what: 'it answers ARP for addresses of its loopback',
        rule: 'D-18',
        ...afterwards,
        on: 'node1',
        code: 'ARP_ANSWERED',
      },
      ...{
        done: 'sysctl -q net.ipv4.conf.all.arp_ignore=0',
        undone: 'sysctl -q net.ipv4.conf.all.arp_ignore=1',
        shown: /^0\n2$/m,
      },
    },
    {
      ...{ what: 'its card is behind a router that has a route for it', rule: 'D-9', ...local, on: 'node1' },
      ...{ code: 'NOT_ON_SEGMENT', behindRouter: true },
      shown: new RegExp(`"local":"${at.nodeInPublic}","prefixlen":32`),
      done: `ip address del ${at.nodeInPublic}/24 dev eth0 && ip address add ${at.nodeInPublic}/32 dev eth0
ip route add ${router} dev eth0 && ip route add ${at.publicNetwork} via ${router} && ${throughRouter}`,
      undone: `ip route del ${at.publicNetwork} && ip route del ${router}
ip address del ${at.nodeInPublic}/32 dev eth0 && ip address add ${at.nodeInPublic}/24 dev eth0`,
    },
    {
      ...{ what: 'its card is behind a router that answers for the others', rule: 'D-9', ...afterwards, on: 'node1' },
      ...{ code: 'OTHER_SEGMENT', behindRouter: true },
      shown: new RegExp(`"dst":"${at.managerInPublic}".*"lladdr":"[0-9a-f:]{17}"`),
      ...{ done: throughRouter, undone: 'true' },
    },
    {
      ...{
        what: 'it holds the service address on a card',
        rule: 'D-18',
        ...afterwards,
        on: 'node1',
        code: 'HELD_BY_A_LINK',
      },
      ...{ done: `ip address add ${at.service}/32 dev eth0`, undone: theRemedy },
      shown: new RegExp(`"ifname":"eth0"[^]*"local":"${at.service}"`),
    },
    {
      ...{ what: 'another host answers for the service address that it holds', rule: 'R-NET-7', ...local },
      ...{ on: 'manager', doneOn: 'node1', code: 'ANSWERED_BY_ANOTHER_TOO', shown: /^contested ([0-9A-F]{2}:){5}/m },
      done: `ip address add ${at.service}/32 dev eth0`,
      undone: `ip address del ${at.service}/32 dev eth0`,
    },
    {
      ...{
        what: 'it balances the service address too',
        rule: 'R-CM-1',
        ...afterwards,
        on: 'node1',
        code: 'NODE_BALANCES',
      },
      ...{ done: `ipvsadm -A -t ${at.service}:80 -s rr`, undone: theRemedy, shown: /-A -t/ },
    },
    {
      ...{
        what: 'nothing listens on a balanced port',
        rule: 'R-NODE-4',
        ...afterwards,
        on: 'node1',
        code: 'NOT_LISTENING',
      },
      ...{ done: 'systemctl stop nginx', undone: 'systemctl start nginx', shown: /^(?![^]*:80\s)[^]*:22\s/ },
    },
    {
      ...{ what: 'a program of somebody else listens on port 80', rule: 'R-NODE-4', ...withSites, code: 'PORT_TAKEN' },
      done: 'systemctl stop nginx && systemd-run --quiet --unit other-web --service-type notify /usr/sbin/sshd -D -p 80',
      undone: 'systemctl stop other-web && systemctl start nginx',
      shown: /:80\s.*"sshd"/,
    },
    {
      ...{ what: 'settings forbid the NFS server of the kernel', rule: 'R-VPS-4', ...withSites, code: 'NO_KERNEL_NFS' },
      done: 'systemctl stop nfs-server proc-fs-nfsd.mount && modprobe -r nfsd && echo install nfsd /bin/false >/etc/modprobe.d/tried.conf',
      undone: 'rm /etc/modprobe.d/tried.conf',
      shown: /install nfsd \/bin\/false/,
    },
    {
      ...{
        what: 'an account has another UID',
        rule: 'R-CM-5',
        ...afterwards,
        on: 'node1',
        code: 'ACCOUNT_OUT_OF_SYNC',
      },
      ...{ done: 'usermod -u 20099 shop1', undone: 'usermod -u 20001 shop1', shown: /shop1:x:20099/ },
    },
    ...mailViolations,
    {
      ...{
        what: 'the quorum address is behind a router',
        rule: 'R-NET-2',
        ...afterwards,
        on: 'node1',
        code: 'QUORUM_BEHIND_GATEWAY',
      },
      ...{
        done: `ip route add ${at.quorum}/32 via ${at.files}`,
        undone: `ip route del ${at.quorum}/32`,
        shown: /gateway/,
      },
    },
    {
      ...{
        what: 'its server lets nobody write',
        rule: 'R-DB-2',
        ...local,
        on: 'db',
        code: 'READ_ONLY',
        shown: /read_only/i,
      },
      ...{ done: 'mysql -e "SET GLOBAL read_only = 1"', undone: theRemedy },
    },
    {
      ...{
        what: 'another release runs than on the manager',
        rule: 'R-SRV-5',
        ...local,
        on: 'node1',
        code: 'OTHER_SYSTEM',
      },
      done: `sed 's/^VERSION_ID=.*/VERSION_ID="13"/' /etc/os-release >/srv/os-release && mount --bind /srv/os-release /etc/os-release`,
      ...{ undone: 'umount /etc/os-release', shown: /VERSION_ID="?13/ },
    },
    {
      ...{ what: 'a system runs that no panel supports', rule: 'R-SRV-3', ...local, on: 'node1', code: 'OTHER_SYSTEM' },
      done: `sed 's/^ID=.*/ID=gentoo/' /etc/os-release >/srv/os-release && mount --bind /srv/os-release /etc/os-release`,
      ...{ undone: 'umount /etc/os-release', shown: /ID=gentoo/ },
    },
    {
      ...{
        what: 'the clock is two minutes ahead',
        rule: 'R-HOST-2',
        ...served,
        on: 'node1',
        code: 'CLOCK_APART',
        shown: /\d{10}/,
      },
      ...{ done: `date -s '+120 seconds'`, undone: `date -s '-120 seconds'` },
    },
    {
      ...{
        what: 'there is little memory',
        rule: 'R-RES-2',
        ...local,
        on: 'node1',
        code: 'LITTLE_MEMORY',
        shown: /MemTotal/,
      },
    },
    {
      ...{
        what: 'there is one processor',
        rule: 'R-RES-1',
        ...local,
        on: 'node1',
        code: 'TOO_FEW_PROCESSORS',
        shown: /^1\n\{/m,
      },
    },
    {
      ...{
        what: 'there is one network card',
        rule: 'R-NET-DUAL-3',
        ...local,
        on: 'node1',
        code: 'TOO_FEW_CARDS',
        shown: /^(?![^]*"eth1")[^]*"eth0"/,
      },
      done: 'ip netns add away && ip link set eth1 netns away',
      undone: `ip -n away link set eth1 netns 1 && ip netns del away && ip address add ${at.node}/24 dev eth1 && ip link set eth1 up`,
    },
    {
      ...{
        what: 'both networks are on one card',
        rule: 'R-NET-DUAL-3',
        ...local,
        on: 'node1',
        code: 'SAME_LINK',
        shown: /eth1/,
      },
      done: `ip address del ${at.node}/24 dev eth1 && ip address add ${at.node}/24 dev eth0`,
      undone: `ip address del ${at.node}/24 dev eth0 && ip address add ${at.node}/24 dev eth1`,
    },
    {
      ...{
        what: 'it has another address than declared',
        rule: 'R-NET-6',
        ...local,
        on: 'node1',
        code: 'OTHER_ADDRESS',
      },
      done: `ip address del ${at.node}/24 dev eth1 && ip address add ${mistyped}/24 dev eth1`,
      undone: `ip address del ${mistyped}/24 dev eth1 && ip address add ${at.node}/24 dev eth1`,
      shown: new RegExp(`"${mistyped}"`),
    },
    {
      ...{ what: 'its private card is down', rule: 'R-NET-6', ...local, on: 'node1', code: 'LINK_DOWN' },
      ...{ done: 'ip link set dev eth1 down', undone: theRemedy, shown: /"eth1"/ },
    },
    {
      ...{ what: 'user storage is mounted over the public side', rule: 'R-NET-DUAL-6', ...afterwards, on: 'node1' },
      ...{ code: 'NFS_ON_PUBLIC_SIDE', shown: new RegExp(`addr=${at.managerInPublic}`) },
      done: `mkdir -p /chroot && mount -t nfs -o vers=3 ${at.managerInPublic}:/srv/public /chroot`,
      undone: 'umount /chroot',
    },
    {
      ...{ what: 'a route leads to user storage over the public side', rule: 'R-NET-DUAL-6', ...mounting },
      ...{ moment: 'after', code: 'NFS_ROUTED_BY_PUBLIC_SIDE', shown: new RegExp(`"prefsrc":"${at.nodeInPublic}"`) },
      ...{ done: `ip route add ${overPublic(at.files)}`, undone: `ip route del ${overPublic(at.files)}` },
    },
    {
      ...{ what: 'a route leads to the database over the public side', rule: 'R-NET-DUAL-6', ...afterwards },
      ...{ on: 'node1', code: 'MYSQL_ON_PUBLIC_SIDE', shown: new RegExp(`"prefsrc":"${at.nodeInPublic}"`) },
      ...{ done: `ip route add ${overPublic(at.database)}`, undone: `ip route del ${overPublic(at.database)}` },
    },
    {
      ...{
        what: '/home is a directory of its own',
        rule: 'R-STO-2',
        ...local,
        on: 'node1',
        code: 'DATA_OUTSIDE',
        shown: /left/,
      },
      ...{ done: 'mkdir -p /home/left', undone: 'rmdir /home/left' },
    },
    {
      ...{
        what: 'user storage lies on another file system',
        rule: 'R-STO-8',
        ...served,
        code: 'OTHER_FILE_SYSTEM',
        shown: /tmpfs/,
      },
      ...{ done: `mount -t tmpfs tmpfs ${exportPath}`, undone: `umount ${exportPath}` },
    },
    {
      ...{
        what: 'balancing would not begin at a boot',
        rule: 'D-12',
        ...afterwards,
        on: 'manager',
        code: 'NOT_AT_BOOT',
      },
      ...{ done: 'systemctl disable keepalived', undone: 'systemctl enable keepalived', shown: /disabled/ },
    },
    {
      ...{ what: 'the service address is not bound', rule: 'R-LB-2', ...afterwards, on: 'manager', code: 'NOT_BOUND' },
      ...{
        done: `ip address del ${at.service}/32 dev eth0`,
        undone: `ip address add ${at.service}/32 dev eth0`,
        shown: new RegExp(`^(?![^]*"${at.service}")[^]*"ifname":"eth0"`),
      },
    },
    {
      ...{ what: 'an account has another GID than on the manager', rule: 'R-STO-10', ...served, moment: 'after' },
      ...{
        code: 'NOT_MIRRORED',
        done: 'groupmod -g 20099 shop1',
        undone: 'groupmod -g 20001 shop1',
        shown: /shop1:x:20099/,
      },
    },
  ];
}
