import { maskedUnitSaid, unmasking } from '../domain/masked-unit.js';
import type { DriftedStep } from './drift.js';
import { runByHand } from './remedy.js';
import type { Remedy } from './rule.js';

/** Units that persons masked on a host and that keep steps from being made again, as these tell. */
export function maskedUnits(drifted: readonly DriftedStep[]): readonly string[] {
  const units = drifted.flatMap(({ is, summary }) => (is === 'CONFLICT' ? (maskedUnitSaid(summary) ?? []) : []));
  return [...new Set(units)];
}

/** What a person does about them: a repair leaves them alone. */
export function unmaskByHand(hostId: string, host: string, units: readonly string[]): Remedy {
  const title = `Have ${units.join(', ')} started again on ${host}, as root, where it was not masked on purpose`;
  return runByHand(hostId, title, unmasking(...units));
}
