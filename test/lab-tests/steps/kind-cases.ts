import { accountCases } from './account-cases.js';
import { databaseCases } from './database-cases.js';
import type { KindCase } from './kind-case.js';
import type { LabCluster } from './lab-cluster.js';
import { networkCases } from './network-cases.js';
import { packageCases } from './package-cases.js';
import { storageCases } from './storage-cases.js';

/** How each kind of the registry is tried on lab hosts. */
export function kindCases(cluster: LabCluster): readonly KindCase[] {
  return [
    ...packageCases,
    ...networkCases(cluster),
    ...storageCases(cluster),
    ...databaseCases(cluster),
    ...accountCases(cluster),
  ];
}
