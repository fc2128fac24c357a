import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockedPasswords } from '../../../src/probes/accounts/locked-passwords.js';
import { missingAccountTools } from '../../../src/probes/accounts/missing-account-tools.js';
import { userTables } from '../../../src/probes/accounts/user-tables.js';
import { balancedTraffic } from '../../../src/probes/balancing/balanced-traffic.js';
import { balancingSetting } from '../../../src/probes/balancing/balancing-setting.js';
import { ipvsadmVersion } from '../../../src/probes/balancing/ipvsadm-version.js';
import { virtualServices } from '../../../src/probes/balancing/virtual-services.js';
import { dataDirectory } from '../../../src/probes/database/data-directory.js';
import { databaseContent } from '../../../src/probes/database/database-content.js';
import { databaseLogin } from '../../../src/probes/database/database-login.js';
import { databaseMarks } from '../../../src/probes/database/database-marks.js';
import { galera } from '../../../src/probes/database/galera.js';
import { grants } from '../../../src/probes/database/grants.js';
import { groupReplication } from '../../../src/probes/database/group-replication.js';
import { localLogin } from '../../../src/probes/database/local-login.js';
import { ndbCluster } from '../../../src/probes/database/ndb-cluster.js';
import { ownLogins } from '../../../src/probes/database/own-logins.js';
import { rootRights } from '../../../src/probes/database/root-rights.js';
import { serverGreeting } from '../../../src/probes/database/server-greeting.js';
import { userCredentials } from '../../../src/probes/database/user-credentials.js';
import { usersFromAnywhere } from '../../../src/probes/database/users-from-anywhere.js';
import { userHosts } from '../../../src/probes/database/user-hosts.js';
import { userPrivileges } from '../../../src/probes/database/user-privileges.js';
import { logStamp } from '../../../src/probes/logs/log-stamp.js';
import { usageFigures } from '../../../src/probes/logs/usage-figures.js';
import { mailStores } from '../../../src/probes/mail/mail-stores.js';
import { addressClaim } from '../../../src/probes/network/address-claim.js';
import { addressHolders } from '../../../src/probes/network/address-holders.js';
import { addressNames } from '../../../src/probes/network/address-names.js';
import { addresses } from '../../../src/probes/network/addresses.js';
import { arpSettings } from '../../../src/probes/network/arp-settings.js';
import { linkSpeeds } from '../../../src/probes/network/link-speeds.js';
import { linkTree } from '../../../src/probes/network/link-tree.js';
import { neighbour } from '../../../src/probes/network/neighbour.js';
import { ownConnection } from '../../../src/probes/network/own-connection.js';
import { routeTo } from '../../../src/probes/network/route-to.js';
import { tcpConnection } from '../../../src/probes/network/tcp-connection.js';
import { tcpListeners } from '../../../src/probes/network/tcp-listeners.js';
import { installedPackages } from '../../../src/probes/packages/installed-packages.js';
import { packageLocks } from '../../../src/probes/packages/package-locks.js';
import type { Answer, Probe } from '../../../src/probes/probe.js';
import { diskActivity } from '../../../src/probes/storage/disk-activity.js';
import { diskSpace } from '../../../src/probes/storage/disk-space.js';
import { groupQuota } from '../../../src/probes/storage/group-quota.js';
import { groupQuotas } from '../../../src/probes/storage/group-quotas.js';
import { hasNfsMounts } from '../../../src/probes/storage/has-nfs-mounts.js';
import { kernelNfsClient } from '../../../src/probes/storage/kernel-nfs-client.js';
import { kernelNfsServer } from '../../../src/probes/storage/kernel-nfs-server.js';
import { lockGrace } from '../../../src/probes/storage/lock-grace.js';
import { mountFailure } from '../../../src/probes/storage/mount-failure.js';
import { mounts } from '../../../src/probes/storage/mounts.js';
import { nfsCall } from '../../../src/probes/storage/nfs-call.js';
import { nfsExports } from '../../../src/probes/storage/nfs-exports.js';
import { nfsLatency } from '../../../src/probes/storage/nfs-latency.js';
import { quotaDaemon } from '../../../src/probes/storage/quota-daemon.js';
import { quotaSupport } from '../../../src/probes/storage/quota-support.js';
import { quotaTools } from '../../../src/probes/storage/quota-tools.js';
import { ownRpcPrograms } from '../../../src/probes/storage/rpc-programs.js';
import { backgroundUnit } from '../../../src/probes/system/background-unit.js';
import { directoryAt } from '../../../src/probes/system/directory-at.js';
import { fileAt } from '../../../src/probes/system/file-at.js';
import { homePath } from '../../../src/probes/system/home-path.js';
import { load } from '../../../src/probes/system/load.js';
import { loginHome } from '../../../src/probes/system/login-home.js';
import { machineIdentity } from '../../../src/probes/system/machine-identity.js';
import { memory } from '../../../src/probes/system/memory.js';
import { osRelease } from '../../../src/probes/system/os-release.js';
import { processors } from '../../../src/probes/system/processors.js';
import { unitState } from '../../../src/probes/system/unit-state.js';
import { virtualization } from '../../../src/probes/system/virtualization.js';
import { siteVersion } from '../../../src/probes/web/site-version.js';

const password = { secretId: '01900000-0000-7000-8000-000000000009', version: 1 };

const probes: Readonly<Record<string, Probe<unknown>>> = {
  'accounts/locked-passwords': lockedPasswords(),
  'accounts/missing-account-tools': missingAccountTools(),
  'accounts/user-tables': userTables(),
  'balancing/balanced-traffic': balancedTraffic(),
  'balancing/balancing-setting': balancingSetting('conn_reuse_mode'),
  'balancing/ipvsadm-version': ipvsadmVersion(),
  'balancing/virtual-services': virtualServices(),
  'database/data-directory': dataDirectory(),
  'database/database-content': databaseContent('shop'),
  'database/database-login': databaseLogin('shop', password),
  'database/database-marks': databaseMarks('shop', 'shop'),
  'database/galera': galera(),
  'database/grants': grants(),
  'database/group-replication': groupReplication(),
  'database/local-login': localLogin('shop', '10.0.0.1', password),
  'database/ndb-cluster': ndbCluster(),
  'database/own-logins': ownLogins(),
  'database/root-rights': rootRights(),
  'database/server-greeting': serverGreeting('10.0.0.1', 3306),
  'database/user-credentials': userCredentials('shop'),
  'database/users-from-anywhere': usersFromAnywhere(),
  'database/user-hosts': userHosts('shop'),
  'database/user-privileges': userPrivileges('shop'),
  'logs/log-stamp': logStamp('/var/log/x'),
  'logs/usage-figures': usageFigures('/var/log/x'),
  'mail/mail-stores': mailStores(),
  'network/address-claim': addressClaim('10.0.0.1'),
  'network/address-holders': addressHolders('10.0.0.1'),
  'network/address-names': addressNames(['10.0.0.1']),
  'network/addresses': addresses(),
  'network/arp-settings': arpSettings(),
  'network/link-speeds': linkSpeeds(),
  'network/link-tree': linkTree(),
  'network/neighbour': neighbour('10.0.0.1'),
  'network/own-connection': ownConnection(),
  'network/route-to': routeTo('10.0.0.1'),
  'network/tcp-connection': tcpConnection('10.0.0.1', 22),
  'network/tcp-listeners': tcpListeners(),
  'packages/installed-packages': installedPackages(['quota']),
  'packages/package-locks': packageLocks(),
  'storage/disk-activity': diskActivity(),
  'storage/disk-space': diskSpace(),
  'storage/group-quota': groupQuota(20_001, '/chroot'),
  'storage/group-quotas': groupQuotas('/chroot'),
  'storage/has-nfs-mounts': hasNfsMounts(),
  'storage/kernel-nfs-client': kernelNfsClient(),
  'storage/kernel-nfs-server': kernelNfsServer(),
  'storage/lock-grace': lockGrace(),
  'storage/mount-failure': mountFailure('chroot.mount'),
  'storage/mounts': mounts(),
  'storage/nfs-call': nfsCall('10.0.0.1'),
  'storage/nfs-exports': nfsExports(),
  'storage/nfs-latency': nfsLatency(),
  'storage/quota-daemon': quotaDaemon(),
  'storage/quota-support': quotaSupport('/chroot'),
  'storage/quota-tools': quotaTools(),
  'storage/rpc-programs': ownRpcPrograms(),
  'system/background-unit': backgroundUnit('x.service'),
  'system/directory-at': directoryAt('/chroot'),
  'system/file-at': fileAt('/etc/x'),
  'system/home-path': homePath(),
  'system/load': load(),
  'system/login-home': loginHome(),
  'system/machine-identity': machineIdentity(),
  'system/memory': memory(),
  'system/os-release': osRelease(),
  'system/processors': processors(),
  'system/unit-state': unitState('x.service'),
  'system/virtualization': virtualization(),
  'web/site-version': siteVersion('shop.example'),
};

const folder = join(__dirname, '..', '..', '..', 'src', 'probes');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.includes('/') && readFileSync(join(folder, file), 'utf8').includes('maxAgeSeconds: '))
  .map((file) => file.replace(/\.ts$/, ''));

const silent: Answer = { exitCode: 0, stdout: '', stderr: '' };
const shellAnswers: readonly (readonly [string, Answer])[] = [
  ['lacks the command', { ...silent, exitCode: 127, stderr: 'sh: 1: it: not found\n' }],
  [
    'lacks it behind timeout',
    { ...silent, exitCode: 127, stderr: "timeout: failed to run command 'it': No such file\n" },
  ],
  ['may not run the command', { ...silent, exitCode: 126, stderr: 'sh: 1: it: Permission denied\n' }],
  ['may not read what it is about', { ...silent, exitCode: 1, stderr: 'it: /etc/it: Permission denied\n' }],
  ['has no shell', { ...silent, exitCode: 1, stdout: 'This account is currently not available.\n' }],
  ['has a menu for a shell', { ...silent, exitCode: 255, stdout: 'Welcome to the appliance\n1) Reboot\n' }],
];
const sqlAnswers: readonly (readonly [string, Answer])[] = [
  ['lacks the table', { ...silent, exitCode: 1146, stderr: "Table 'x' doesn't exist" }],
  ['may not read it', { ...silent, exitCode: 1142, stderr: 'SELECT command denied' }],
  ['cannot be reached', { ...silent, exitCode: 2003, stderr: 'connect: no answer' }],
  ['breaks off', { ...silent, stdout: '[{"' }],
];
/** Such an answer is what these ask for: that somebody gets in, that there is no table yet, that a host has no dpkg. */
const meant = new Map<string, readonly string[]>([
  ['database/database-login', ['breaks off']],
  ['database/database-marks', ['lacks the table']],
  ['database/group-replication', ['lacks the table']],
  ['packages/installed-packages', ['lacks the command', 'lacks it behind timeout']],
]);

describe('a fact that could not be read', () => {
  it('is tried for every probe there is', () => {
    expect(files.toSorted()).toEqual(Object.keys(probes).toSorted());
  });

  describe.each(Object.entries(probes))('%s', (name, probe) => {
    const answers = probe.question.via === 'shell' ? shellAnswers : sqlAnswers;
    it.each(answers.filter(([what]) => meant.get(name)?.includes(what) !== true))(
      'is unknown, with the reason, where a host %s',
      (_, answer) => {
        expect(probe.parse(answer)).toEqual({
          known: false,
          code: expect.any(String),
          reason: expect.stringMatching(/\S/),
        });
      },
    );
  });
});
