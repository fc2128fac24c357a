import type { Problem } from '../problem.js';
import { listed } from './listed.js';
import type { Named } from './named.js';
import { Once } from './once.js';

/** Acknowledgements of what the manifest does not have. */
export function acknowledgementProblems(given: Named): readonly Problem[] {
  const problems: Problem[] = [];
  const twice = new Once(problems);
  const hosts = [...given.members.map(({ host }) => host), given.userStorage.fileServer];
  const known: ReadonlyMap<string, readonly (string | undefined)[]> = new Map([
    ['Cluster', [given.name]],
    ['Host', [...hosts, ...given.databaseServers]],
    ['DatabaseServer', given.databaseServers],
    ['Account', given.accounts.map(({ name }) => name)],
  ]);
  const unknown = new Set<string>();
  given.acknowledgements.forEach(({ rule, subject }, index) => {
    if (rule === undefined || subject === undefined) return;
    const path = ['acknowledgements', index];
    twice.note(`${rule} ${subject}`, path, 'this is acknowledged already');
    const [kind = '', name = ''] = subject.split(' ');
    const names = known.get(kind);
    // Whoever misspells a host does so in each of its acknowledgements.
    if (names === undefined || names.includes(name) || unknown.has(subject)) return;
    unknown.add(subject);
    problems.push({
      path: [...path, 'subject'].map(String),
      message: `the manifest has no ${kind} ${name}; it has: ${listed(names)}`,
    });
  });
  return problems;
}
