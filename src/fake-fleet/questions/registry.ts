import { addressClaimQuestion } from './address-claim.js';
import { addressHoldersQuestion } from './address-holders.js';
import { addressNamesQuestion } from './address-names.js';
import { addressesQuestion } from './addresses.js';
import { arpSettingsQuestion } from './arp-settings.js';
import { backgroundUnitQuestion } from './background-unit.js';
import { balancedTrafficQuestion } from './balanced-traffic.js';
import { balancingSettingQuestion } from './balancing-setting.js';
import { directoryAtQuestion } from './directory-at.js';
import { diskSpaceQuestion } from './disk-space.js';
import { diskActivityQuestion } from './disk-activity.js';
import { linkSpeedsQuestion } from './link-speeds.js';
import { nfsLatencyQuestion } from './nfs-latency.js';
import { fileAtQuestion } from './file-at.js';
import { groupQuotaQuestion } from './group-quota.js';
import { groupQuotasQuestion } from './group-quotas.js';
import { hasNfsMountsQuestion } from './has-nfs-mounts.js';
import { homePathQuestion } from './home-path.js';
import { installedPackagesQuestion } from './installed-packages.js';
import { ipvsadmVersionQuestion } from './ipvsadm-version.js';
import { kernelNfsClientQuestion } from './kernel-nfs-client.js';
import { kernelNfsServerQuestion } from './kernel-nfs-server.js';
import { linkTreeQuestion } from './link-tree.js';
import { loadQuestion } from './load.js';
import { lockGraceQuestion } from './lock-grace.js';
import { lockedPasswordsQuestion } from './locked-passwords.js';
import { logStampQuestion } from './log-stamp.js';
import { loginHomeQuestion } from './login-home.js';
import { machineIdentityQuestion } from './machine-identity.js';
import { mailStoresQuestion } from './mail-stores.js';
import { memoryQuestion } from './memory.js';
import { missingAccountToolsQuestion } from './missing-account-tools.js';
import { mountFailureQuestion } from './mount-failure.js';
import { mountsQuestion } from './mounts.js';
import { neighbourQuestion } from './neighbour.js';
import { nfsCallQuestion } from './nfs-call.js';
import { nfsExportsQuestion } from './nfs-exports.js';
import { osReleaseQuestion } from './os-release.js';
import { ownConnectionQuestion } from './own-connection.js';
import { packageLocksQuestion } from './package-locks.js';
import { processorsQuestion } from './processors.js';
import { quotaDaemonQuestion } from './quota-daemon.js';
import { quotaSupportQuestion } from './quota-support.js';
import { quotaToolsQuestion } from './quota-tools.js';
import { routeToQuestion } from './route-to.js';
import { rpcProgramsQuestion } from './rpc-programs.js';
import { serverGreetingQuestion } from './server-greeting.js';
import { siteVersionQuestion } from './site-version.js';
import { tcpConnectionQuestion } from './tcp-connection.js';
import { tcpListenersQuestion } from './tcp-listeners.js';
import { unitStateQuestion } from './unit-state.js';
import { usageFiguresQuestion } from './usage-figures.js';
import { userTablesQuestion } from './user-tables.js';
import { virtualServicesQuestion } from './virtual-services.js';
import { virtualizationQuestion } from './virtualization.js';
import type { FakeQuestion } from './question.js';

/** Every question that is put to a shell; a test fails when a probe is not listed here. */
export const fakeQuestions: readonly FakeQuestion[] = [
  addressClaimQuestion,
  addressHoldersQuestion,
  addressNamesQuestion,
  addressesQuestion,
  arpSettingsQuestion,
  backgroundUnitQuestion,
  balancedTrafficQuestion,
  balancingSettingQuestion,
  directoryAtQuestion,
  diskSpaceQuestion,
  diskActivityQuestion,
  fileAtQuestion,
  groupQuotaQuestion,
  groupQuotasQuestion,
  hasNfsMountsQuestion,
  homePathQuestion,
  installedPackagesQuestion,
  ipvsadmVersionQuestion,
  kernelNfsClientQuestion,
  kernelNfsServerQuestion,
  linkTreeQuestion,
  loadQuestion,
  linkSpeedsQuestion,
  lockGraceQuestion,
  lockedPasswordsQuestion,
  logStampQuestion,
  loginHomeQuestion,
  machineIdentityQuestion,
  mailStoresQuestion,
  memoryQuestion,
  missingAccountToolsQuestion,
  mountFailureQuestion,
  mountsQuestion,
  neighbourQuestion,
  nfsCallQuestion,
  nfsExportsQuestion,
  nfsLatencyQuestion,
  osReleaseQuestion,
  ownConnectionQuestion,
  packageLocksQuestion,
  processorsQuestion,
  quotaDaemonQuestion,
  quotaSupportQuestion,
  quotaToolsQuestion,
  routeToQuestion,
  rpcProgramsQuestion,
  serverGreetingQuestion,
  siteVersionQuestion,
  tcpConnectionQuestion,
  tcpListenersQuestion,
  unitStateQuestion,
  usageFiguresQuestion,
  userTablesQuestion,
  virtualServicesQuestion,
  virtualizationQuestion,
];
