import { canonicalAddress, networkHolds } from '../../domain/ip-network.js';
import { addressesOf, membersWithRole, type PlacedAddress, type PlacedMember } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { addresses, type Link } from '../../probes/network/addresses.js';
import { defineRule } from '../define-rule.js';
import { inCommand } from '../in-command.js';
import { listed } from '../listed.js';
import { declareInstead, runByHand } from '../remedy.js';
import type { Fact, Report, Violation } from '../report.js';
import type { RuleContext } from '../rule.js';
import { addressSubject, hostSubject } from '../subject.js';
import { declareHeld, type Mistaken } from './declare-held.js';
import { addressesForOthers, heldAddresses, type HeldAddress } from './held-addresses.js';

interface Missing extends PlacedAddress {
  readonly seen: Fact<readonly Link[]>;
}

/** Those that come to be reached at addresses of their own; of a database server it is declared apart from them. */
function hostsWithAddresses(core: ClusterCore): readonly PlacedMember[] {
  return membersWithRole(core, 'MANAGER', 'NODE', 'FILE_SERVER').filter(({ member }) =>
    member.addresses.some(({ purpose }) => purpose === 'HOST'),
  );
}

/** What is wrong with an address though the host has it; undefined where nothing is. */
function flawOf(placed: PlacedAddress, held: HeldAddress, host: string): Violation | undefined {
  const { network, member } = placed;
  const { address } = placed.address;
  const { link, prefixLength } = held;
  if (!link.up) {
    return {
      subject: addressSubject(address),
      code: 'LINK_DOWN',
      message: `${host} has ${address} on ${link.name}, which is down; nobody reaches it there.`,
      parameters: { host, address, link: link.name },
      remedies: [
        runByHand(member.hostId, `Bring up ${link.name}`, `ip link set dev ${inCommand(link.name, 'LINK')} up`),
      ],
    };
  }
  if (network === undefined || link.loopback) return undefined;
  if (prefixLength <= Number(network.cidr.slice(network.cidr.indexOf('/') + 1))) return undefined;
  const own = `${address}/${prefixLength}`;
  return {
    subject: addressSubject(address),
    code: 'NARROWER_NETWORK',
    severity: 'WARNING',
    message: `${host} has ${own}, so that it sends what goes to others in ${network.name} (${network.cidr}) to a router, if it has one.`,
    parameters: { host, address, own, network: network.name, cidr: network.cidr },
    remedies: [
      declareInstead(
        `Give ${address} the prefix length of ${network.cidr} on ${host}, declare the network as it is, or acknowledge`,
      ),
    ],
  };
}

function heldIn({ network, seen }: Missing): readonly string[] {
  if (network === undefined) return [];
  return addressesForOthers(seen.value).filter((address) => networkHolds(network.cidr, address));
}

/** What the host has in the network and the cluster declares for nobody. */
function freeIn(missing: Missing, declared: ReadonlySet<string>): readonly string[] {
  return heldIn(missing).filter((address) => !declared.has(address));
}

/** What it can only be that was meant: the host has one such address, and lacks no other of that network. */
function mistakenOf(missing: readonly Missing[], declared: ReadonlySet<string>): ReadonlyMap<Missing, Mistaken> {
  const place = ({ member, address }: Missing): string => `${member.hostId} ${address.network}`;
  const places = new Map<string, number>();
  for (const one of missing) places.set(place(one), (places.get(place(one)) ?? 0) + 1);
  return new Map(
    missing.flatMap((one): (readonly [Missing, Mistaken])[] => {
      const [instead, ...others] = freeIn(one, declared);
      if (instead === undefined || others.length > 0 || places.get(place(one)) !== 1) return [];
      return [[one, { hostId: one.member.hostId, address: one.address.address, instead }]];
    }),
  );
}

function reportMissing(context: RuleContext, missing: readonly Missing[], report: Report): void {
  if (missing.length === 0) return;
  const { spec, facts } = context;
  const all = addressesOf(spec.core, membersWithRole(spec.core, 'MANAGER', 'NODE', 'FILE_SERVER', 'DATABASE_SERVER'));
  const declared = new Set(all.map(({ address }) => canonicalAddress(address.address)));
  const mistaken = mistakenOf(missing, declared);
  const remedy = declareHeld(context, [...mistaken.values()]);
  for (const one of missing) {
    const { network, member, seen } = one;
    const { address } = one.address;
    const host = facts.hostName(member.hostId);
    const where = network === undefined ? one.address.network : `${network.name} (${network.cidr})`;
    const violation = { subject: addressSubject(address), field: [...one.field, 'address'], evidence: [seen.evidence] };
    const give = `give ${host} that and look at it again`;
    const [free, near] = [freeIn(one, declared), heldIn(one)];
    if (near.length === 0) {
      const has = listed(addressesForOthers(seen.value)) || 'none';
      report.violated({
        ...violation,
        code: 'NO_ADDRESS_IN_NETWORK',
        message: `${host} does not have ${address}, which is declared for it, and no address in ${where}; it has: ${has}.`,
        parameters: { host, address, network: where, has },
        remedies: [declareInstead(`Declare an address of ${host} instead of ${address}, or ${give}`)],
      });
      continue;
    }
    const has = listed(free.length > 0 ? free : near);
    const choice = free.length > 0 ? `${has} for ${host}` : `an address of ${host}`;
    report.violated({
      ...violation,
      code: 'OTHER_ADDRESS',
      message: `${host} does not have ${address}, which is declared for it; in ${where} it has ${has}.`,
      parameters: { host, address, network: where, has },
      remedies:
        remedy !== undefined && mistaken.has(one)
          ? [remedy, declareInstead(`Give ${host} ${address} and look at it again`)]
          : [declareInstead(`Declare ${choice} instead of ${address}, or ${give}`)],
    });
  }
}

/**
 * Addresses of hosts. Manager, nodes and file servers have the addresses that are declared as their own, each on a link that is up
 * and with all of its network beside it.
 * Nobody binds them: what is declared and not there is found only when the others wait for a server that never answers.
 */
export const addressesOfHosts = defineRule({
  id: 'R-NET-6',
  title: 'Addresses of hosts',
  law: 'Manager, nodes and file servers have every address that is declared for them with purpose HOST, on a link that is up and reaches the whole network.',
  severity: 'ERROR',
  source: 'Our own: what is mounted from an address that no host has is never there',
  moments: ['before'],
  looks: ({ core }) => hostsWithAddresses(core).map(({ member: { hostId } }) => ({ hostId, probe: addresses() })),
  check(context, report) {
    const { spec, facts } = context;
    const missing: Missing[] = [];
    for (const placed of hostsWithAddresses(spec.core)) {
      const { hostId } = placed.member;
      const seen = report.read(hostSubject(hostId), hostId, addresses());
      if (seen === undefined) continue;
      const held = heldAddresses(seen.value);
      let isFine = true;
      for (const one of addressesOf(spec.core, [placed]).filter(({ address }) => address.purpose === 'HOST')) {
        const found = held.get(canonicalAddress(one.address.address));
        if (found === undefined) missing.push({ ...one, seen });
        const flaw = found && flawOf(one, found, facts.hostName(hostId));
        if (flaw !== undefined)
          report.violated({ ...flaw, field: [...one.field, 'address'], evidence: [seen.evidence] });
        isFine &&= found !== undefined && flaw === undefined;
      }
      if (isFine) report.met(hostSubject(hostId), [seen.evidence]);
    }
    reportMissing(context, missing, report);
  },
});
