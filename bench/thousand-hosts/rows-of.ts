import type { BenchRow, Figures, Limit } from '../report/bench-result.js';
import { absoluteRow, comparedRow } from '../report/rows.js';
import type { Course, Part } from './course.js';

/** Goals are set for so many hosts. */
const full = 1_000;
/** Megabytes that the server may take; the goal is of ten times as many hosts. */
const mostMegabytes = 300;

interface Work {
  readonly what: string;
  readonly goal: string | null;
  readonly limits: { readonly must?: Limit; readonly stretch?: Limit };
  readonly taken: readonly Figures[];
}

/** The rows of one size and, where a smaller size was measured, how it grew. */
export function rowsOf(courses: readonly Course[], smaller: readonly Course[]): readonly BenchRow[] {
  const [first] = courses;
  if (first === undefined) return [];
  const { hosts, steps } = first;
  const bare = of(courses, 'bare');
  const goal10 = hosts === full ? { goal: '10', limits: { must: { atMost: 4 }, stretch: { atMost: 2 } } } : noGoal;
  const works: readonly Work[] = [
    {
      what: `${hosts} hosts: connected, looked at and set up, ${steps.setUp} recorded steps`,
      taken: courses.map(({ figures: { registered, setUp } }) => sum(registered, setUp)),
      ...goal10,
    },
    { what: `${hosts} hosts: a look, no change`, taken: of(courses, 'look'), ...noGoal },
    {
      what: `${hosts} hosts: one service address more on each, ${steps.change} recorded steps`,
      taken: of(courses, 'change'),
      ...noGoal,
    },
  ];
  return [
    ...works.flatMap(({ what, goal, limits, taken }) => {
      const cpu = taken.map(({ controllerCpuSeconds = 0 }) => (controllerCpuSeconds / hosts) * 1_000);
      return [
        comparedRow({ goal, what, ...limits }, 'wallSeconds', 'ours/theirs', taken, 'bare run', bare),
        absoluteRow({ goal: null, what: `${what}: controller CPU a host` }, cpu, 'ms', taken),
      ];
    }),
    ...parts.flatMap(([part, what]) => {
      if (smaller.length === 0) return [];
      const asked = { goal: null, what: `${hosts} hosts: ${what}, controller CPU` };
      const against = `${smaller[0]?.hosts ?? 0} hosts`;
      const taken = of(courses, part);
      return [comparedRow(asked, 'controllerCpuSeconds', 'ours/theirs', taken, against, of(smaller, part))];
    }),
    absoluteRow(
      {
        ...{ goal: null, what: `${hosts} hosts: most memory of the server` },
        ...(hosts === full ? { must: { atMost: mostMegabytes } } : {}),
      },
      courses.map(({ figures }) => Math.max(...Object.values(figures).map(({ peakMegabytes = 0 }) => peakMegabytes))),
      'MB',
      [],
    ),
  ];
}

const noGoal = { goal: null, limits: {} };
const parts: readonly (readonly [Part, string])[] = [
  ['registered', 'connected and looked at'],
  ['setUp', 'set up'],
  ['look', 'a look'],
  ['change', 'one service address more'],
];

function of(courses: readonly Course[], part: Part): readonly Figures[] {
  return courses.map(({ figures }) => figures[part]);
}

function sum(one: Figures, next: Figures): Figures {
  const add = (first = 0, second = 0): number => first + second;
  return {
    wallSeconds: add(one.wallSeconds, next.wallSeconds),
    controllerCpuSeconds: add(one.controllerCpuSeconds, next.controllerCpuSeconds),
    hostsCpuSeconds: add(one.hostsCpuSeconds, next.hostsCpuSeconds),
    databaseCpuSeconds: add(one.databaseCpuSeconds, next.databaseCpuSeconds),
    peakMegabytes: Math.max(one.peakMegabytes ?? 0, next.peakMegabytes ?? 0),
  };
}
