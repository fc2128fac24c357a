import type { Problem } from '../problem.js';
import { FewGuesses } from './few-guesses.js';
import { listed } from './listed.js';
import type { Named } from './named.js';
import { Once } from './once.js';

/** Services that are balanced twice, and weights of hosts that are no members. */
export function serviceProblems({ balancedServices, members }: Named): readonly Problem[] {
  const problems: Problem[] = [];
  const services = new Once(problems);
  const hosts = new Set(members.flatMap(({ host }) => host ?? []));
  const guesses = new FewGuesses();
  balancedServices.forEach(({ address: text, port, weights }, index) => {
    const name = text === undefined || port === undefined ? undefined : `${text} ${port}`;
    services.note(name, ['balancedServices', index], 'this port of the address is balanced already');
    const weighed = new Once(problems);
    weights.forEach(({ host }, place) => {
      const path = ['balancedServices', index, 'weights', place, 'host'];
      weighed.note(host, path, 'this host has a weight already');
      if (host === undefined || hosts.has(host)) return;
      problems.push({
        path: path.map(String),
        message: `${host} is no member, so mend this or the members, or leave it out; ${guesses.at(host, hosts)}members: ${listed(hosts)}`,
      });
    });
  });
  return problems;
}
