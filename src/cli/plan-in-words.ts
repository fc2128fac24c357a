import type { PlanFinding, ShownPlan } from './client/cluster-client.js';
import { DiffsSaidOnce } from './diffs-said-once.js';

const matters = ({ verdict }: PlanFinding): boolean => verdict === 'VIOLATED' || verdict === 'UNKNOWN';
const whatIsSaid = ({ rule, subjectName, verdict, severity, messageCode, message }: PlanFinding): string =>
  JSON.stringify([rule.id, subjectName, verdict, severity, messageCode, message]);

/**
 * What rules say after and did not before, and the other way round. What gets worse, or becomes more, is said in both ways.
 * Of several that say the same each stands for one.
 */
export function findingsChanged({ findings, findingsBefore }: Pick<ShownPlan, 'findings' | 'findingsBefore'>): {
  readonly introduced: readonly PlanFinding[];
  readonly gone: readonly PlanFinding[];
} {
  const [after, before] = [findings.filter(matters), findingsBefore.filter(matters)];
  const without = (some: readonly PlanFinding[], others: readonly PlanFinding[]): readonly PlanFinding[] => {
    const known = new Map<string, number>();
    for (const said of others.map(whatIsSaid)) known.set(said, (known.get(said) ?? 0) + 1);
    return some.filter((one) => {
      const left = known.get(whatIsSaid(one)) ?? 0;
      known.set(whatIsSaid(one), left - 1);
      return left <= 0;
    });
  };
  return { introduced: without(after, before), gone: without(before, after) };
}

const told = ({ rule, subjectName, severity, verdict, message }: PlanFinding): string =>
  `${rule.id} ${verdict === 'UNKNOWN' ? 'unknown' : severity.toLowerCase()} ${subjectName}: ${message}`;

type Task = ShownPlan['tasks'][number];

function taskInWords({ kind, steps }: Task, name: string, said: DiffsSaidOnce): readonly string[] {
  if (kind === 'PROOF') {
    const units = steps.flatMap((step) => step.units);
    return [`${name}: try it`, ...units.map(({ subject, summary }) => `  ? ${subject}: ${summary}`)];
  }
  if (kind !== 'STEPS') return [`${name}: look at it`];
  return [
    `${name}:`,
    ...steps.flatMap(({ kind: step, direction, disruptive, units }) =>
      units
        .filter(({ decision }) => decision !== 'UNCHANGED')
        .flatMap(({ subject, decision, summary, changes }) => {
          const sign = direction === 'MAKE' ? '+' : '-';
          const how = decision === 'CHANGE' ? '' : ` (${decision.toLowerCase()})`;
          const warning = disruptive ? ' [may interrupt a service]' : '';
          const lines = changes.flatMap(({ description, diff }) =>
            diff === null ? description.split('\n') : said.linesOf(diff, name),
          );
          return [`  ${sign} ${step} ${subject}: ${summary}${how}${warning}`, ...lines.map((line) => `      ${line}`)];
        }),
    ),
  ];
}

/** How much would be done; nothing where hosts are only looked at. */
function sum({ tasks }: ShownPlan): readonly string[] {
  const changing = tasks.map(({ hostId, steps }) => ({
    hostId,
    changes: steps
      .flatMap(({ units }) => units)
      .filter(({ decision }) => decision !== 'UNCHANGED' && decision !== 'TRIAL').length,
  }));
  const changes = changing.reduce((all, one) => all + one.changes, 0);
  const hosts = new Set(changing.filter((one) => one.changes > 0).map(({ hostId }) => hostId)).size;
  const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  return changes === 0 ? [] : [`${counted(changes, 'change')} on ${counted(hosts, 'host')}`];
}

/** What stands in the way of the plan as far as is known now; last, where whoever is asked to confirm it still sees it. */
export function inTheWay({ tasks }: ShownPlan, names: ReadonlyMap<string, string>): readonly string[] {
  return tasks.flatMap(({ hostId, steps }) =>
    steps.flatMap(({ kind, units }) =>
      units
        .filter(({ decision }) => decision === 'CONFLICT')
        .map(({ subject, summary }) => `in the way on ${names.get(hostId) ?? hostId}: ${kind} ${subject}: ${summary}`),
    ),
  );
}

/** A plan for a person: findings that come and go, what would be done on each host, how much that is, and what is in the way. */
export function planInWords(plan: ShownPlan, names: ReadonlyMap<string, string>): string {
  const { introduced, gone } = findingsChanged(plan);
  const said = new DiffsSaidOnce();
  return [
    ...introduced.map((finding) => `introduced: ${told(finding)}`),
    ...gone.map((finding) => `gone: ${told(finding)}`),
    ...plan.tasks.flatMap((task) => taskInWords(task, names.get(task.hostId) ?? task.hostId, said)),
    ...sum(plan),
    ...inTheWay(plan, names),
  ].join('\n');
}
