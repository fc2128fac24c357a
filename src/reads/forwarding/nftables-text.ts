import type { ClusterCore } from '../../domain/spec.js';
import { portsOf, type ForwardRule } from '../../domain/forward-rules.js';
import { duties, forwardings, type Forwarding } from './forwarding.js';

/** By what they have in common. A set takes no port twice, so that what a range of the others has in it is left out. */
function grouped(rules: readonly ForwardRule[]): readonly (readonly [ForwardRule, ...ForwardRule[]])[] {
  const groups = new Map<string, [ForwardRule, ...ForwardRule[]]>();
  for (const rule of rules) {
    const key = `${rule.protocol} ${rule.publicAddress} ${rule.targetAddress}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [rule]);
    else if (!group.some(({ port, lastPort }) => port <= rule.port && rule.lastPort <= lastPort)) group.push(rule);
  }
  return [...groups.values()];
}

function wayOut({ family, inside, kept }: Forwarding): readonly string[] {
  if (inside.length === 0) return [];
  const ip = family === 'IPV4' ? 'ip' : 'ip6';
  const networks = `{ ${inside.join(', ')} }`;
  return [
    ...['  chain way_out {', '    type nat hook postrouting priority srcnat; policy accept;'],
    ...kept.map(
      ({ publicAddress, targetAddress }) =>
        `    ${ip} saddr ${targetAddress} ${ip} daddr != ${networks} snat to ${publicAddress}`,
    ),
    ...[`    ${ip} saddr ${networks} ${ip} daddr != ${networks} masquerade`, '  }'],
  ];
}

function table(name: string, forwarding: Forwarding): readonly string[] {
  const ip = forwarding.family === 'IPV4' ? 'ip' : 'ip6';
  return [
    // One that is there already is replaced, in the same transaction.
    ...[`table ${ip} ${name}`, `delete table ${ip} ${name}`, `table ${ip} ${name} {`],
    ...['  chain way_in {', '    type nat hook prerouting priority dstnat; policy accept;'],
    ...grouped(forwarding.rules).map((group) => {
      const [{ protocol, publicAddress, targetAddress }] = group;
      const ports = group.map(portsOf).join(', ');
      return `    ${ip} daddr ${publicAddress} ${protocol.toLowerCase()} dport { ${ports} } dnat to ${targetAddress}`;
    }),
    ...['  }', ...wayOut(forwarding), '}'],
  ];
}

/**
 * A file for `nft -f` with a table of the cluster's own, which takes the place of the one that was loaded before.
 * @see https://wiki.nftables.org/wiki-nftables/index.php/Performing_Network_Address_Translation_(NAT)
 */
export function nftablesText(core: ClusterCore): string {
  const tables = forwardings(core).flatMap((forwarding) => table(`hostwright-${core.name}`, forwarding));
  const head = [`What the NAT device in front of cluster ${core.name} hands on; load it with nft -f.`, ...duties];
  return `${[...head.map((line) => `# ${line}`), ...tables].join('\n')}\n`;
}
