import type { Problem } from '../problem.js';
import { listed } from './listed.js';
import type { Named } from './named.js';
import { Once } from './once.js';

/** Networks, hosts and addresses that are there twice, and networks that are not declared. */
export function networkProblems({ networks, members }: Named): readonly Problem[] {
  const problems: Problem[] = [];
  const [names, hosts, addresses] = [new Once(problems), new Once(problems), new Once(problems)];
  networks.forEach(({ name }, index) => names.note(name, ['networks', index, 'name'], 'another network has this name'));
  const known = new Set(networks.map(({ name }) => name));
  members.forEach(({ host, addresses: held }, index) => {
    hosts.note(host, ['members', index, 'host'], 'this host is a member already');
    held.forEach(({ network, address: text }, place) => {
      const path = ['members', index, 'addresses', place];
      if (network !== undefined && !known.has(network)) {
        const message = `no network ${network} is declared; declared: ${listed(known)}`;
        problems.push({ path: [...path, 'network'].map(String), message, saidBy: 'R-NET-1' });
      }
      addresses.note(text, [...path, 'address'], 'this address is declared twice');
    });
  });
  return problems;
}
