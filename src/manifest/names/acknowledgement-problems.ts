import { didYouMean } from '../../domain/alike.js';
import { isRule, noSuchRule } from '../../rules/unknown-acknowledgements.js';
import type { Problem } from '../problem.js';
import { listed } from './listed.js';
import type { Named } from './named.js';
import { Once } from './once.js';

/** So many names that there are not are compared with those that there are: either may be thousands. */
const mostCompared = 10;

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

/** Acknowledgements of what the manifest does not have, and of rules that there are not. */
export function acknowledgementProblems(given: Named): readonly Problem[] {
  const problems: Problem[] = [];
  const twice = new Once(problems);
  const hosts = [...given.members.map(({ host }) => host), given.userStorage.fileServer];
  const known: ReadonlyMap<string, readonly (string | undefined)[]> = new Map([
    ['Cluster', [given.name]],
    ['Host', [...hosts, ...given.databaseServers]],
    ['DatabaseServer', given.databaseServers],
    ['Account', given.accounts.map(({ name }) => name)],
    ['Network', given.networks.map(({ name }) => name)],
    ...(given.databaseServers.length > 0 ? [] : [['Address', addressesOf(given)] as const]),
  ]);
  const unknown = new Set<string>();
  const meant = (name: string, names: readonly (string | undefined)[]): string =>
    unknown.size > mostCompared
      ? ''
      : didYouMean(
          name,
          names.flatMap((one) => one ?? []),
        );
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
    const names = known.get(kind);
    if (names === undefined || names.includes(name) || unknown.has(subject)) return;
    if (kind === 'Address' && names.some((address) => address !== undefined && name.startsWith(`${address}:`))) return;
    unknown.add(subject);
    problems.push({
      path: [...path, 'subject'].map(String),
      message: `the manifest has no ${kind} ${name}; ${meant(name, names)}it has: ${listed(names)}`,
    });
  });
  return problems;
}
