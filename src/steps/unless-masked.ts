import { unmasking } from '../domain/masked-unit.js';
import type { Probe } from '../probes/probe.js';
import { unitState } from '../probes/system/unit-state.js';
import type { Change } from './change.js';
import { conflict, type Decision } from './decision.js';
import type { Facts } from './step.js';

const starting: ReadonlySet<string | undefined> = new Set(['enable', 'start', 'restart', 'reload-or-restart']);

/** Units that a change starts, now or at a boot. */
function startedBy(change: Change): readonly string[] {
  if (change.do !== 'run') return [];
  const [program, verb, ...units] = change.argv;
  return program === 'systemctl' && starting.has(verb) ? units : [];
}

/**
 * Whoever masked a unit wanted it off: that is not ours to undo, and a change that starts or enables it fails in the middle. It is told
 * before, of those units that the step looks at.
 */
export function unlessMasked(decision: Decision, facts: Facts, probes: readonly Probe<unknown>[]): Decision {
  if (decision.is !== 'change') return decision;
  const asked = new Set(probes.map(({ id }) => id));
  const unit = decision.changes.flatMap(startedBy).find((name) => {
    const state = unitState(name);
    return asked.has(state.id) && facts.read(state).masked;
  });
  if (unit === undefined) return decision;
  return conflict(`${unit} is masked`, `nothing starts it until a person runs ${unmasking(unit)} there, as root`);
}
