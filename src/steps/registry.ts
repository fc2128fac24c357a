import type { HostStep } from './step.js';
import { accountHome } from './accounts/account-home.step.js';
import { accountQuota } from './accounts/account-quota.step.js';
import { accountUnix } from './accounts/account-unix.step.js';
import { balancingConnections } from './balancing/balancing-connections.step.js';
import { balancingDirector } from './balancing/balancing-director.step.js';
import { databaseAccount } from './database/database-account.step.js';
import { databaseLogin } from './database/database-login.step.js';
import { databaseServer } from './database/database-server.step.js';
import { logsExport } from './logs/logs-export.step.js';
import { logsMount } from './logs/logs-mount.step.js';
import { logsReport } from './logs/logs-report.step.js';
import { networkAddress } from './network/network-address.step.js';
import { networkArp } from './network/network-arp.step.js';
import { networkServiceLoopback } from './network/network-service-loopback.step.js';
import { packagesInstalled } from './packages/packages-installed.step.js';
import { storageDirectory } from './storage/storage-directory.step.js';
import { storageExport } from './storage/storage-export.step.js';
import { storageMount } from './storage/storage-mount.step.js';
import { storageQuotaServer } from './storage/storage-quota-server.step.js';
import { webDocumentRoot } from './web/web-document-root.step.js';
import { webServer } from './web/web-server.step.js';
import { webVirtualHost } from './web/web-virtual-host.step.js';

/** Every kind of step, in the order in which a cluster comes to life; a test fails when a step file is not listed here. */
export const stepRegistry: readonly HostStep[] = [
  packagesInstalled,
  networkAddress,
  networkArp,
  networkServiceLoopback,
  storageDirectory,
  storageExport,
  storageQuotaServer,
  storageMount,
  databaseServer,
  databaseLogin,
  databaseAccount,
  accountUnix,
  accountHome,
  accountQuota,
  webDocumentRoot,
  webServer,
  webVirtualHost,
  logsReport,
  logsExport,
  logsMount,
  balancingConnections,
  balancingDirector,
];

const byKind = new Map(stepRegistry.map((step) => [step.kind, step]));

/** The step of a kind; an unknown one was written by newer code, which alone can carry it out. */
export function stepOfKind(kind: string): HostStep | undefined {
  return byKind.get(kind);
}
