import { addressClaimQuestion } from './address-claim.js';
import { addressHoldersQuestion } from './address-holders.js';
import { addressesQuestion } from './addresses.js';
import { arpSettingsQuestion } from './arp-settings.js';
import { balancedTrafficQuestion } from './balanced-traffic.js';
import { backgroundUnitQuestion } from './background-unit.js';
import { directoryAtQuestion } from './directory-at.js';
import { fileAtQuestion } from './file-at.js';
import { installedPackagesQuestion } from './installed-packages.js';
import { kernelNfsServerQuestion } from './kernel-nfs-server.js';
import { lockGraceQuestion } from './lock-grace.js';
import { lockedPasswordsQuestion } from './locked-passwords.js';
import { loginHomeQuestion } from './login-home.js';
import { machineIdentityQuestion } from './machine-identity.js';
import { mailStoresQuestion } from './mail-stores.js';
import { mountsQuestion } from './mounts.js';
import { nfsExportsQuestion } from './nfs-exports.js';
import { osReleaseQuestion } from './os-release.js';
import { ownConnectionQuestion } from './own-connection.js';
import { routeToQuestion } from './route-to.js';
import { rpcProgramsQuestion } from './rpc-programs.js';
import { siteVersionQuestion } from './site-version.js';
import { tcpConnectionQuestion } from './tcp-connection.js';
import { tcpListenersQuestion } from './tcp-listeners.js';
import { unitStateQuestion } from './unit-state.js';
import { userTablesQuestion } from './user-tables.js';
import { virtualServicesQuestion } from './virtual-services.js';
import type { FakeQuestion } from './question.js';

/** Every question that is put to a shell; a test fails when a probe is not listed here. */
export const fakeQuestions: readonly FakeQuestion[] = [
  addressClaimQuestion,
  addressHoldersQuestion,
  addressesQuestion,
  arpSettingsQuestion,
  backgroundUnitQuestion,
  balancedTrafficQuestion,
  directoryAtQuestion,
  fileAtQuestion,
  installedPackagesQuestion,
  kernelNfsServerQuestion,
  lockGraceQuestion,
  lockedPasswordsQuestion,
  loginHomeQuestion,
  machineIdentityQuestion,
  mailStoresQuestion,
  mountsQuestion,
  nfsExportsQuestion,
  osReleaseQuestion,
  ownConnectionQuestion,
  routeToQuestion,
  rpcProgramsQuestion,
  siteVersionQuestion,
  tcpConnectionQuestion,
  tcpListenersQuestion,
  unitStateQuestion,
  userTablesQuestion,
  virtualServicesQuestion,
];
