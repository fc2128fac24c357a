import type { PlacedUnit } from '../steps/step.js';
import type { LedgerRow } from './plan.js';
import { sameInput } from './same-input.js';
import { stepIdentity } from './step-identity.js';

/** What has to be made true and what has to go, in the given orders; both empty when the ledger says what is demanded. */
export interface Difference {
  readonly make: PlacedUnit[];
  readonly remove: LedgerRow[];
}

/** Subtracts the ledger from the demanded steps. Another input or another version of the kind on the same key is a change. */
export function difference(ledger: readonly LedgerRow[], units: readonly PlacedUnit[]): Difference {
  const rows = new Map(ledger.map((row) => [stepIdentity(row.hostId, row.kind, row.key), row]));
  const demanded = new Set(units.map(({ hostId, unit }) => stepIdentity(hostId, unit.kind, unit.key)));
  return {
    make: units.filter(({ hostId, unit }) => {
      const row = rows.get(stepIdentity(hostId, unit.kind, unit.key));
      return row === undefined || row.version !== unit.version || !sameInput(row.input, unit.input);
    }),
    remove: ledger.filter((row) => !demanded.has(stepIdentity(row.hostId, row.kind, row.key))),
  };
}
