import { alike } from '../../domain/alike.js';
import { isRule, noSuchRule } from '../../rules/unknown-acknowledgements.js';
import type { Problem } from '../problem.js';
import { listed } from './listed.js';
import type { Named } from './named.js';
import { Once } from './once.js';

/** So many names that there are not are compared with those that there are: either may be thousands. */
const mostCompared = 10;

const kinds = ['Cluster', 'Host', 'DatabaseServer', 'Account', 'Network', 'Address'].join(', ');

/** By the whole text, or by the name where the kind was left out. */
function subjectMeant(written: string, subjects: readonly string[]): string | undefined {
  const nameOf = (subject: string): string => subject.slice(subject.indexOf(' ') + 1);
  const whole = alike(written, subjects);
  const name = whole === undefined ? alike(written, subjects.map(nameOf)) : undefined;
  return whole ?? subjects.find((subject) => nameOf(subject) === name);
}

/** All that a manifest has; those of its database servers are registered elsewhere. */
function addressesOf({
  members,
  balancedServices,
  accounts,
  nat,
  quorumAddress,
}: Named): readonly (string | undefined)[] {
  return [
    ...members.flatMap((member) => member.addresses.map(({ address }) => address)),
    ...balancedServices.map(({ address }) => address),
    ...accounts.map(({ dedicatedAddress }) => dedicatedAddress),
    ...(nat?.publicAddresses ?? []),
    nat?.forwardTarget,
    quorumAddress,
  ];
}

/** What a kind of subject has, looked through once: there may be thousands of names, and of acknowledgements. */
interface OfKind {
  readonly names: ReadonlySet<string>;
  /** As they are to be written: kind and name. */
  readonly subjects: string;
}

function ofKind(kind: string, given: Iterable<string | undefined>): readonly [string, OfKind] {
  const names = new Set([...given].flatMap((one) => one ?? []));
  return [kind, { names, subjects: listed([...names].map((name) => `"${kind} ${name}"`)) }];
}

/** Acknowledgements of what the manifest does not have, and of rules that there are not. */
export function acknowledgementProblems(given: Named): readonly Problem[] {
  const problems: Problem[] = [];
  const twice = new Once(problems);
  const hosts = [...given.members.map(({ host }) => host), given.userStorage.fileServer];
  const known: ReadonlyMap<string, OfKind> = new Map([
    ofKind('Cluster', [given.name]),
    ofKind('Host', [...hosts, ...given.databaseServers]),
    ofKind('DatabaseServer', given.databaseServers),
    ofKind(
      'Account',
      given.accounts.map(({ name }) => name),
    ),
    ofKind(
      'Network',
      given.networks.map(({ name }) => name),
    ),
    ...(given.databaseServers.length > 0 ? [] : [ofKind('Address', addressesOf(given))]),
  ]);
  const unknown = new Set<string>();
  /** Further acknowledgements of a subject that was told: each is to be mended with the first. */
  const again = new Map<string, number[]>();
  const toldAt = new Map<string, number>();
  const subjects = (): readonly string[] =>
    [...known].flatMap(([kind, { names }]) => [...names].map((name) => `${kind} ${name}`));
  const asked = (name: string, kind: string, names: Iterable<string>): string => {
    const meant = unknown.size > mostCompared ? undefined : alike(name, names);
    return meant === undefined ? '' : `did you mean "${kind} ${meant}"? `;
  };
  given.acknowledgements.forEach(({ rule, subject }, index) => {
    if (rule === undefined || subject === undefined) return;
    const path = ['acknowledgements', index];
    twice.note(`${rule} ${subject}`, path, 'this is acknowledged already');
    // Whoever misspells a rule or a host does so in each acknowledgement of it.
    if (!isRule(rule) && !unknown.has(rule)) {
      unknown.add(rule);
      problems.push({
        path: [...path, 'rule'].map(String),
        message: `${noSuchRule(rule)}docs/rules.md lists all rules`,
      });
    }
    const [kind = '', name = ''] = subject.split(' ');
    const there = known.get(kind);
    if (there === undefined) {
      // The schema refuses what has no such kind; here is told what may be meant. Addresses that servers have are known elsewhere.
      if (kind === 'Address' || subject === '' || unknown.has(subject)) return;
      unknown.add(subject);
      const meant = unknown.size > mostCompared ? undefined : subjectMeant(subject, subjects());
      if (meant === undefined) return;
      problems.push({
        path: [...path, 'subject'].map(String),
        saysShape: true,
        message: `the manifest has no ${subject}; did you mean "${meant}"? give the kind, one of ${kinds}, and the name`,
      });
      return;
    }
    if (there.names.has(name)) return;
    if (kind === 'Address' && [...there.names].some((address) => name.startsWith(`${address}:`))) return;
    if (unknown.has(subject)) {
      again.get(subject)?.push(index);
      return;
    }
    unknown.add(subject);
    again.set(subject, []);
    toldAt.set(subject, problems.length);
    problems.push({
      path: [...path, 'subject'].map(String),
      message: `the manifest has no ${kind} ${name}, so mend this or what it names, or leave it out; ${asked(name, kind, there.names)}it has: ${there.subjects}`,
    });
  });
  for (const [subject, others] of again) {
    const at = toldAt.get(subject) ?? -1;
    const problem = problems[at];
    if (problem === undefined || others.length === 0) continue;
    const places = listed(others.map((index) => `acknowledgements.${index}`));
    problems[at] = { ...problem, message: `${problem.message}; also in ${places}` };
  }
  return problems;
}
