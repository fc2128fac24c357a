import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { hostId } from '../../../../src/domain/ids.js';
import { balanced, managerId, withLocalDatabase } from '../clusters.js';

type Edit = (spec: ClusterSpec) => void;

/** A value with all of these edits. */
export function all(...edits: readonly Edit[]): Edit {
  return (spec) => {
    for (const edit of edits) edit(spec);
  };
}

export const withPanel: Edit = ({ core }) => {
  core.panel = { name: 'interworx', ports: [], databasePort: null, licences: [] };
};

/** Balances these ports with so much of each for the manager. */
export function sharedByManager(weight: number, ...ports: readonly number[]): Edit {
  return balanced(...ports.map((port) => ({ port, weights: [{ hostId: hostId.parse(managerId), weight }] })));
}

/** The manager serves, holds user storage and runs MySQL. */
export const withDefaultDuties: Edit = all(sharedByManager(1, 80), withLocalDatabase);
