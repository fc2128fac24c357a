import type { Probe } from '../../probes/probe.js';
import type { Decision } from '../decision.js';
import type { Facts } from '../step.js';
import type { Look } from './look.js';
import type { VisitUnit } from './visit-result.js';

/** A probe that a decision needed could not be read. */
class UnknownReading extends Error {}

function factsOf({ unit }: VisitUnit, look: Look): Facts {
  const declared = new Set(unit.probes.map((probe) => probe.id));
  return {
    read<T>(probe: Probe<T>): T {
      const answer = look.get(probe.id);
      if (!declared.has(probe.id) || answer === undefined) {
        throw new TypeError(`step ${unit.kind} reads ${probe.id}, which is not among its probes`);
      }
      const reading = probe.parse(answer);
      if (!reading.known) throw new UnknownReading(`${probe.id}: ${reading.reason}`);
      return reading.value;
    },
  };
}

/** What a unit concludes from a look, in its direction. Where it cannot read what it needs, it changes nothing. */
export function decide(visited: VisitUnit, look: Look): Decision {
  const facts = factsOf(visited, look);
  try {
    if (visited.direction === 'MAKE') return visited.unit.decide(facts);
    return visited.unit.remove(facts, visited.memory ?? { origin: 'ADOPTED', firstLook: {} });
  } catch (error) {
    if (!(error instanceof UnknownReading)) throw error;
    const summary = `could not be looked at: ${error.message}`;
    return { is: 'conflict', summary, evidence: error.message, unread: true };
  }
}
