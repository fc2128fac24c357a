import type { Rule } from './rule.js';
import { twoServers } from './server/r-srv-1-two-servers.rule.js';
import { oneManager } from './server/r-srv-2-one-manager.rule.js';
import { noHighAvailability } from './manager/d-2-no-high-availability.rule.js';
import { networksFitTopology } from './network/r-net-1-networks-fit-topology.rule.js';
import { quorumReachable } from './network/r-net-2-quorum-reachable.rule.js';
import { quorumServesNobody } from './network/r-net-3-quorum-serves-nobody.rule.js';
import { twoPublicAddresses } from './network/r-net-pub-1-two-public-addresses.rule.js';
import { publicAddressPerNode } from './network/r-net-pub-2-public-address-per-node.rule.js';
import { onePublicSubnet } from './network/r-net-pub-3-one-public-subnet.rule.js';
import { serviceAddressesOnManager } from './network/r-net-pub-4-service-addresses-on-manager.rule.js';
import { publicAddressOnManager } from './network/r-net-dual-1-public-address-on-manager.rule.js';
import { publicSideIsOneSubnet } from './network/r-net-dual-2-one-public-subnet.rule.js';
import { privateAddressPerServer } from './network/r-net-dual-4-private-address-per-server.rule.js';
import { storageKeptPrivate } from './network/r-net-dual-5-storage-kept-private.rule.js';
import { twoPrivateAddresses } from './network/r-net-nat-1-two-private-addresses.rule.js';
import { privateAddressPerNode } from './network/r-net-nat-2-private-address-per-node.rule.js';
import { forwardsPastQuorum } from './network/r-net-nat-4-forwards-past-quorum.rule.js';
import { mysqlFromOutside } from './network/r-net-nat-5-mysql-from-outside.rule.js';
import { portsAreForwarded } from './network/r-net-nat-3-ports-are-forwarded.rule.js';
import { answersGoOut } from './network/r-net-nat-6-answers-go-out.rule.js';
import { oneToOneTranslation } from './network/r-net-nat-7-one-to-one-translation.rule.js';
import { noDedicatedAddresses } from './network/r-net-nat-8-no-dedicated-addresses.rule.js';
import { translationTable } from './network/r-net-nat-9-translation-table.rule.js';
import { addressInOneCluster } from './network/r-net-5-address-in-one-cluster.rule.js';
import { addressesOfHosts } from './network/r-net-6-addresses-of-hosts.rule.js';
import { addressesNobodyElseHas } from './network/r-net-7-addresses-nobody-else-has.rule.js';
import { twoNetworksRecommended } from './network/r-net-4-two-networks-recommended.rule.js';
import { unlimitedLicences } from './licence/r-lic-1-unlimited-licences.rule.js';
import { panelPortsStay } from './offload/r-off-4-panel-ports-stay.rule.js';
import { trafficAway } from './offload/r-off-1-traffic-away.rule.js';
import { storageAway } from './offload/r-off-2-storage-away.rule.js';
import { databasesAway } from './offload/r-off-3-databases-away.rule.js';
import { webmailOnNodes } from './offload/r-off-5-webmail-on-nodes.rule.js';
import { defaultDuties } from './manager/r-cm-6-default-duties.rule.js';
import { webmailIsHeavy } from './manager/r-cm-8-webmail-is-heavy.rule.js';
import { balanceableServices } from './balancing/r-lb-1-balanceable-services.rule.js';
import { serviceAddressesBound } from './balancing/r-lb-2-service-addresses-bound.rule.js';
import { notBalanced } from './balancing/d-10-not-balanced.rule.js';
import { whatThePanelTakes } from './balancing/d-7-what-the-panel-takes.rule.js';
import { sameSegment } from './balancing/d-9-same-segment.rule.js';
import { nodesKeepSilent } from './balancing/d-18-nodes-keep-silent.rule.js';
import { storageMode } from './storage/r-sto-1-storage-mode.rule.js';
import { shareOnManager } from './storage/r-sto-14-share-on-manager.rule.js';
import { accountsOnTheManager } from './accounts/d-4-accounts-on-the-manager.rule.js';
import { panelDatabaseApart } from './manager/r-cm-4-panel-database-apart.rule.js';
import { oneServerPerAccount } from './database/r-db-4-one-server-per-account.rule.js';
import { namesOfOneAccount } from './database/d-21-names-of-one-account.rule.js';
import { loginHomeApart } from './host/r-host-1-login-home-apart.rule.js';
import { hostsApart } from './host/r-host-2-hosts-apart.rule.js';
import { disksHaveRoom } from './host/r-host-4-disks-have-room.rule.js';
import { whatWasMadeStays } from './host/r-host-3-what-was-made-stays.rule.js';
import { homesInUserStorage } from './storage/r-sto-2-homes-in-user-storage.rule.js';
import { systemForHosting } from './server/r-srv-3-system-for-hosting.rule.js';
import { oneSystem } from './server/r-srv-5-one-system.rule.js';
import { serversAlike } from './server/d-1-servers-alike.rule.js';
import { enoughProcessors } from './resources/r-res-1-processors.rule.js';
import { enoughMemory } from './resources/r-res-2-memory.rule.js';
import { enoughDisk } from './resources/r-res-3-disk.rule.js';
import { managerOfSize } from './manager/r-cm-7-manager-of-size.rule.js';
import { leastSizesAreFloors } from './resources/r-res-4-least-sizes-are-floors.rule.js';
import { strongHostsTakeMore } from './resources/r-res-6-strong-hosts-take-more.rule.js';
import { lessDisk } from './resources/r-res-5-less-disk.rule.js';
import { cardPerNetwork } from './network/r-net-dual-3-a-card-per-network.rule.js';
import { vlansShareACard } from './network/r-net-dual-7-vlans-share-a-card.rule.js';
import { ipv6Balancing } from './balancing/d-8-ipv6-balancing.rule.js';
import { roomAndLoad } from './node/r-node-3-room-and-load.rule.js';
import { panelOnEachServer } from './server/r-srv-4-panel-on-each-server.rule.js';
import { noAccountsOnNewNodes } from './accounts/d-5-no-accounts-on-new-nodes.rule.js';
import { containersAllowed } from './vps/r-vps-1-containers-allowed.rule.js';
import { openVzServesNfs } from './vps/r-vps-2-openvz-serves-nfs.rule.js';
import { managerServesNfs } from './vps/r-vps-3-manager-serves-nfs.rule.js';
import { nodesShareLogs } from './vps/r-vps-4-nodes-share-logs.rule.js';
import { exporterServesNfs } from './storage/r-sto-3-exporter-serves-nfs.rule.js';
import { locksAreShared } from './storage/r-sto-5-locks-are-shared.rule.js';
import { fileServerAdmitsAll } from './storage/r-sto-16-file-server-admits-all.rule.js';
import { remoteQuotas } from './storage/r-sto-4-remote-quotas.rule.js';
import { quotasSetByRpc } from './storage/d-19-quotas-set-by-rpc.rule.js';
import { nfsVersion3 } from './storage/r-sto-6-nfs-version-3.rule.js';
import { fileSystemQuotas } from './storage/r-sto-7-file-system-quotas.rule.js';
import { mirroredUsers } from './storage/r-sto-9-mirrored-users.rule.js';
import { quotasNeedAFitServer } from './storage/r-sto-13-quotas-need-a-fit-server.rule.js';
import { quotasCountOnePartition } from './storage/d-16-quotas-count-one-partition.rule.js';
import { recommendedFileSystem } from './storage/r-sto-8-recommended-file-system.rule.js';
import { storageDisksAreBusiest } from './storage/r-sto-18-storage-disks-are-busiest.rule.js';
import { rootAccess } from './database/r-db-2-root-access.rule.js';
import { noClusteredMysql } from './database/r-db-3-no-clustered-mysql.rule.js';
import { anyMysql } from './database/r-db-1-any-mysql.rule.js';
import { nothingButMysql } from './database/r-db-6-nothing-but-mysql.rule.js';
import { managerExports } from './storage/r-sto-17-manager-exports.rule.js';
import { sameShareOnNodes } from './storage/r-sto-15-same-share-on-nodes.rule.js';
import { privateTraffic } from './network/r-net-dual-6-private-traffic.rule.js';
import { userDataByNfs } from './node/r-node-2-user-data-by-nfs.rule.js';
import { directAnswers } from './node/r-node-1-direct-answers.rule.js';
import { servicesListen } from './node/r-node-4-services-listen.rule.js';
import { networkAndStorage } from './node/r-node-5-network-and-storage.rule.js';
import { managerBalances } from './manager/r-cm-1-manager-balances.rule.js';
import { balancingAfterBoot } from './balancing/d-12-balancing-after-boot.rule.js';
import { accountsEverywhere } from './manager/r-cm-5-accounts-everywhere.rule.js';
import { sameIds } from './storage/r-sto-10-same-ids.rule.js';
import { quotasHold } from './storage/r-sto-11-quotas-hold.rule.js';
import { quotaToolsOnManager } from './storage/r-sto-12-quota-tools-on-manager.rule.js';
import { mailInUserStorage } from './storage/r-sto-19-mail-in-user-storage.rule.js';
import { grantsForHosts } from './database/r-db-5-grants-for-hosts.rule.js';
import { usersOfOneAddress } from './database/d-20-users-of-one-address.rule.js';
import { localDatabaseForNodes } from './database/r-db-8-local-database-for-nodes.rule.js';
import { localDataDirectory } from './database/r-db-7-local-data-directory.rule.js';
import { logsAreFresh } from './vps/r-vps-5-logs-are-fresh.rule.js';
import { usageIsCounted } from './usage/r-use-1-usage-is-counted.rule.js';

/**
 * Every rule, in the order in which findings are best read and mended: first what the value says, from the whole to its
 * parts; then what hosts must be able to do before they are touched; last what our steps made true, in the order in which
 * they made it. A later finding is often the consequence of an earlier one. A test fails when a rule file is not listed.
 */
export const ruleRegistry: readonly Rule[] = [
  twoServers,
  oneManager,
  noHighAvailability,
  networksFitTopology,
  quorumReachable,
  quorumServesNobody,
  addressInOneCluster,
  addressesOfHosts,
  addressesNobodyElseHas,
  twoPublicAddresses,
  publicAddressPerNode,
  onePublicSubnet,
  serviceAddressesOnManager,
  publicAddressOnManager,
  publicSideIsOneSubnet,
  privateAddressPerServer,
  storageKeptPrivate,
  twoPrivateAddresses,
  privateAddressPerNode,
  forwardsPastQuorum,
  mysqlFromOutside,
  oneToOneTranslation,
  noDedicatedAddresses,
  translationTable,
  twoNetworksRecommended,
  unlimitedLicences,
  panelPortsStay,
  balanceableServices,
  serviceAddressesBound,
  notBalanced,
  whatThePanelTakes,
  sameSegment,
  storageMode,
  shareOnManager,
  accountsOnTheManager,
  panelDatabaseApart,
  oneServerPerAccount,
  namesOfOneAccount,
  defaultDuties,
  webmailIsHeavy,
  trafficAway,
  storageAway,
  databasesAway,
  webmailOnNodes,
  loginHomeApart,
  hostsApart,
  homesInUserStorage,
  systemForHosting,
  oneSystem,
  serversAlike,
  enoughProcessors,
  enoughMemory,
  enoughDisk,
  managerOfSize,
  leastSizesAreFloors,
  strongHostsTakeMore,
  lessDisk,
  cardPerNetwork,
  vlansShareACard,
  ipv6Balancing,
  roomAndLoad,
  panelOnEachServer,
  noAccountsOnNewNodes,
  containersAllowed,
  openVzServesNfs,
  managerServesNfs,
  nodesShareLogs,
  exporterServesNfs,
  locksAreShared,
  fileServerAdmitsAll,
  remoteQuotas,
  quotasSetByRpc,
  nfsVersion3,
  fileSystemQuotas,
  mirroredUsers,
  quotasNeedAFitServer,
  quotasCountOnePartition,
  recommendedFileSystem,
  storageDisksAreBusiest,
  rootAccess,
  noClusteredMysql,
  anyMysql,
  nothingButMysql,
  disksHaveRoom,
  managerExports,
  userDataByNfs,
  sameShareOnNodes,
  privateTraffic,
  accountsEverywhere,
  sameIds,
  quotaToolsOnManager,
  quotasHold,
  localDatabaseForNodes,
  localDataDirectory,
  grantsForHosts,
  usersOfOneAddress,
  managerBalances,
  balancingAfterBoot,
  nodesKeepSilent,
  directAnswers,
  servicesListen,
  mailInUserStorage,
  logsAreFresh,
  portsAreForwarded,
  answersGoOut,
  networkAndStorage,
  usageIsCounted,
  whatWasMadeStays,
];
