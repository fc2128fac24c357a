import type { ClusterCore } from '../../domain/spec.js';
import { duties, forwardings, type Forwarding } from './forwarding.js';

const head = [
  'iptables-restore puts this in the place of the whole table nat, and adds it to what is there with --noflush.',
  'ip6tables-restore takes the same file.',
];

function lines({ family, rules, inside, kept }: Forwarding): readonly string[] {
  // Each program passes over what is marked for the other one.
  const flag = family === 'IPV4' ? '-4' : '-6';
  return [
    ...rules.map(({ protocol, publicAddress, port, lastPort, targetAddress }) => {
      const name = protocol.toLowerCase();
      const ports = port === lastPort ? port : `${port}:${lastPort}`;
      return `${flag} -A PREROUTING -d ${publicAddress} -p ${name} -m ${name} --dport ${ports} -j DNAT --to-destination ${targetAddress}`;
    }),
    // Whoever stays inside is let out of the chain first.
    ...inside.flatMap((from) => inside.map((to) => `${flag} -A POSTROUTING -s ${from} -d ${to} -j RETURN`)),
    ...kept.map(
      ({ publicAddress, targetAddress }) =>
        `${flag} -A POSTROUTING -s ${targetAddress} -j SNAT --to-source ${publicAddress}`,
    ),
    ...inside.map((from) => `${flag} -A POSTROUTING -s ${from} -j MASQUERADE`),
  ];
}

/** A file for `iptables-restore` and `ip6tables-restore`. */
export function iptablesText(core: ClusterCore): string {
  const comments = [`What the NAT device in front of cluster ${core.name} hands on.`, ...head, ...duties];
  const chains = ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'].map((chain) => `:${chain} ACCEPT [0:0]`);
  return `${[
    ...comments.map((line) => `# ${line}`),
    ...['*nat', ...chains],
    ...forwardings(core).flatMap(lines),
    'COMMIT',
  ].join('\n')}\n`;
}
