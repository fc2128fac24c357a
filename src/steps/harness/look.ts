import { describeQuestion, type Answer, type CommandAnswer } from '../../probes/probe.js';
import type { HostSession } from './host-session.js';
import type { VisitUnit } from './visit-result.js';

/** What one round trip showed: answers by probe id. */
export type Look = ReadonlyMap<string, Answer>;

/** Asks the probes of all units, each question once, in one round trip. */
export async function lookAt(session: HostSession, units: readonly VisitUnit[]): Promise<Look | 'busy'> {
  const probes = [
    ...new Map(units.flatMap(({ unit }) => unit.probes.map((probe) => [probe.id, probe] as const))).values(),
  ];
  if (probes.length === 0) return new Map();
  const run = await session.look(probes.map((probe) => probe.question));
  if (run.is === 'busy') return 'busy';
  return new Map(
    probes.flatMap((probe, index) => {
      const answer = run.answers[index];
      return answer === undefined ? [] : [[probe.id, answer] as const];
    }),
  );
}

/** The answers that a conclusion about this unit rests on. */
export function evidenceOf({ unit }: VisitUnit, look: Look): Record<string, CommandAnswer> {
  return Object.fromEntries(
    unit.probes.flatMap(({ id, question }) => {
      const answer = look.get(id);
      return answer === undefined ? [] : [[id, { ...answer, command: describeQuestion(question) }]];
    }),
  );
}
