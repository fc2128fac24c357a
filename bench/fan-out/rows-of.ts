import type { BenchRow, Figures, Limit } from '../report/bench-result.js';
import { median } from '../report/median.js';
import { absoluteRow, comparedRow } from '../report/rows.js';
import { ansible, ansibleMitogen, ansibleTuned } from './ansible.js';
import type { Outcomes } from './contest.js';
import { floor } from './floor.js';
import { stepsOfNode } from './job.js';
import type { RoundTrips } from './round-trips.js';

/** `commandsOfVisit`: how many commands a visit sent that changed all steps of a node. */
export function roundTripRows(
  { handshake, command, commandMs }: RoundTrips,
  commandsOfVisit: readonly number[],
): readonly BenchRow[] {
  const steps = commandsOfVisit.map((commands) => (commands * median(command)) / stepsOfNode);
  const each = `round trips a step, of a visit that does ${stepsOfNode} on an open connection`;
  return [
    absoluteRow({ goal: '8', what: 'round trips of a handshake', ...most(10, 8) }, handshake, 'round trips', []),
    absoluteRow({ goal: '8', what: each, ...most(1.5, 1) }, steps, 'round trips', []),
    absoluteRow({ goal: '9', what: '`true` on an idle link, connection open', ...most(10, 4) }, commandMs, 'ms', []),
  ];
}

type Limits = { readonly must?: Limit; readonly stretch?: Limit };
const least = (must: number, stretch: number): Limits => ({ must: { atLeast: must }, stretch: { atLeast: stretch } });
const most = (must: number, stretch: number): Limits => ({ must: { atMost: must }, stretch: { atMost: stretch } });

/** The rows of one size, by the goals that are set for it. */
export function rowsOf(nodes: number, { ours, theirs }: Outcomes): readonly BenchRow[] {
  const first = `first setup of ${nodes} hosts`;
  const again = `no change on ${nodes} hosts`;
  const of = (name: string): { readonly first: Figures[]; readonly noChange: Figures[] } =>
    theirs.get(name) ?? { first: [], noChange: [] };
  const faster = (goal: string | null, limits: Limits, name: string): readonly BenchRow[] =>
    of(name).first.length === 0
      ? []
      : [comparedRow({ goal, what: first, ...limits }, 'wallSeconds', 'theirs/ours', ours.first, name, of(name).first)];
  const within = (
    goal: string | null,
    what: string,
    limits: Limits,
    mine: Figures[],
    name: string,
    other: Figures[],
  ): BenchRow => comparedRow({ goal, what, ...limits }, 'wallSeconds', 'ours/theirs', mine, name, other);
  const few = nodes <= 16;
  const perHost = ours.first.map(({ controllerCpuSeconds = 0 }) => (controllerCpuSeconds / nodes) * 1_000);
  const { first: firstOfFloor, noChange: againOfFloor } = of(floor.name);
  return [
    ...faster(few ? '1' : '6', few ? least(10, 18) : least(12, 18), ansibleMitogen.name),
    ...faster('2', least(15, 28), ansibleTuned.name),
    ...faster('2', least(25, 45), ansible.name),
    within(few ? '3' : '6', first, few ? most(1.6, 1.2) : most(1.3, 1), ours.first, floor.name, firstOfFloor),
    within(few ? '4' : null, again, few ? most(1.6, 1.2) : {}, ours.noChange, floor.name, againOfFloor),
    within(few ? '4' : null, again, few ? most(1, 0.8) : {}, ours.noChange, 'its own first setup', ours.first),
    within(
      few ? '5' : null,
      `${again}, connections open`,
      few ? most(0.7, 0.5) : {},
      ours.noChangeOpen,
      floor.name,
      againOfFloor,
    ),
    absoluteRow(
      { goal: '7', what: `controller CPU a host, ${first}, ${stepsOfNode} recorded steps`, ...most(15, 6) },
      perHost,
      'ms',
      ours.first,
    ),
    absoluteRow(
      { goal: null, what: `growth of the server while setting up ${nodes} hosts` },
      ours.grownMegabytes,
      'MB',
      [],
    ),
  ];
}
