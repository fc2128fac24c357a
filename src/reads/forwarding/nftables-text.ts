import type { ClusterCore } from '../../domain/spec.js';
import type { ForwardRule } from '../../domain/forward-rules.js';
import { duties, forwardings, type Forwarding } from './forwarding.js';

/** By what they have in common, each with its ports. */
function grouped(rules: readonly ForwardRule[]): readonly (readonly [ForwardRule, readonly number[]])[] {
  const groups = new Map<string, { readonly first: ForwardRule; readonly ports: number[] }>();
  for (const rule of rules) {
    const key = `${rule.protocol} ${rule.publicAddress} ${rule.targetAddress}`;
    const group = groups.get(key) ?? { first: rule, ports: [] };
    group.ports.push(rule.port);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ first, ports }) => [first, ports]);
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
    ...grouped(forwarding.rules).map(
      ([{ protocol, publicAddress, targetAddress }, ports]) =>
        `    ${ip} daddr ${publicAddress} ${protocol.toLowerCase()} dport { ${ports.join(', ')} } dnat to ${targetAddress}`,
    ),
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
