import { isOfPanelItself } from '../../domain/balanceable-ports.js';
import { databasePortAmongPorts } from '../../domain/spec.js';
import type { Problem } from '../problem.js';
import { FewGuesses } from './few-guesses.js';
import { listed } from './listed.js';
import type { Named } from './named.js';
import { Once } from './once.js';

/** What a manifest says of the device in front, of the panel and of balancing, and says otherwise elsewhere. */
export function contradictions({ topology, nat, panel, members, lbMode, forwarding }: Named): readonly Problem[] {
  const problems: Problem[] = [];
  if (nat != null && topology !== 'PRIVATE_NAT') {
    problems.push({ path: ['nat'], message: 'nat goes with topology PRIVATE_NAT only; leave it out' });
  }
  const addresses = new Once(problems);
  nat?.publicAddresses.forEach((address, index) =>
    addresses.note(address, ['nat', 'publicAddresses', index], 'this address is declared twice'),
  );
  const hosts = new Set(members.flatMap(({ host }) => host ?? []));
  const guesses = new FewGuesses();
  const licensed = new Once(problems);
  panel?.licences.forEach(({ host }, index) => {
    const path = ['panel', 'licences', index, 'host'];
    licensed.note(host, path, 'this host has a licence already');
    if (host === undefined || hosts.has(host)) return;
    problems.push({
      path: path.map(String),
      message: `${host} is no member, so mend this or the members, or leave it out; ${guesses.at(host, hosts)}members: ${listed(hosts)}`,
    });
  });
  if (panel?.databasePort != null && isOfPanelItself(panel.databasePort, panel.ports)) {
    problems.push({ path: ['panel', 'databasePort'], message: databasePortAmongPorts });
  }
  if (forwarding === 'TUN' && lbMode !== 'EXTERNAL') {
    const message = 'the manager balances by DR only; give DR, or lbMode EXTERNAL where another balancer tunnels';
    problems.push({ path: ['forwarding'], message });
  }
  return problems;
}
