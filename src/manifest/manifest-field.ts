import type { ClusterSpec } from '../domain/account-spec.js';
import { localDatabaseOf } from '../domain/local-database.js';
import type { Manifest } from './manifest.js';

/** Where a manifest has a place of the value that it declares, for findings and refusals. */
export function inManifest(manifest: Manifest, spec: ClusterSpec, field: readonly string[]): readonly string[] {
  const [part, position, ...rest] = field;
  if (part === 'accounts' && position !== undefined) {
    const name = spec.accounts[Number(position)]?.name;
    const index = manifest.accounts.findIndex((account) => account.name === name);
    return index === -1 ? [] : ['accounts', String(index), ...rest];
  }
  if (part === 'databaseServers' && position !== undefined) {
    // The manager's own is the first of the value, and none of the list in the manifest.
    const own = localDatabaseOf(spec) === undefined ? 0 : 1;
    const index = Number(position) - own;
    return index < 0 ? ['localDatabase'] : ['databaseServers', String(index), ...rest];
  }
  return field.map((key) => (key === 'hostId' ? 'host' : key));
}
