import { mostViolated, type Violated, type WhatIsWrong } from './what-is-wrong.js';

/** Of those on which something was left undone. */
const mostHosts = 10;

interface Sort {
  readonly heading: string;
  readonly found: Violated;
}

/** What is wrong in the cluster, beside or behind what the operation was about, sort by sort; of each the first, and how many more. */
export function wrongInWords(id: string, sorts: readonly Sort[]): readonly string[] {
  const all = `all by: { operation(id: "${id}") { violated(first: 100) { nodes { rule { id } severity subjectName message } } } }`;
  const some = sorts.filter(({ found }) => found.totalCount > 0);
  return some.flatMap(({ heading, found: { totalCount, nodes } }, nth) => {
    const shown = nodes.slice(0, mostViolated);
    const rest = totalCount - shown.length;
    const more = [...(rest === 0 ? [] : [`and ${rest} more`]), ...(nth === some.length - 1 ? [all] : [])];
    return [
      heading,
      ...shown.map(({ rule, subjectName, message, isFromBefore }) => {
        const before = isFromBefore === true ? ' (seen before it began)' : '';
        return `  ${rule.id}, ${subjectName}: ${firstLine(message)}${before}`;
      }),
      ...(more.length === 0 ? [] : [`  ${more.join('; ')}`]),
    ];
  });
}

const firstLine = (text: string): string => text.split('\n', 1).join('');

export const notMet = (count: number): string =>
  count === 1 ? '1 requirement is not met' : `${count} requirements are not met`;

export const warned = (count: number): string => (count === 1 ? '1 warning' : `${count} warnings`);

/** As a heading behind others. */
export const besidesWarned = ({ totalCount }: Violated): string =>
  `  Besides, there ${totalCount === 1 ? 'is' : 'are'} ${warned(totalCount)}:`;

/** What was never begun, host by host. */
export function givenUpInWords({ steps, isAll }: WhatIsWrong['givenUp']): readonly string[] {
  if (steps.length === 0) return [];
  const shown = steps.slice(0, mostHosts);
  const rest = steps.length - shown.length;
  return [
    '  Left undone, since what it needs failed:',
    ...shown.map(({ host, first, others }) => {
      const more = others === 0 ? '' : ` and ${others} more`;
      return `  ${host}: ${first.join(', ')}${more}`;
    }),
    ...(!isAll ? ['  and on others'] : rest > 0 ? [`  and on ${rest} more`] : []),
  ];
}
