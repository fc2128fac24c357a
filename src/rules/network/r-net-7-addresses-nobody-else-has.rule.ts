import type { ClusterSpec } from '../../domain/account-spec.js';
import { addressesOfOthersBalancer, managedServices } from '../../domain/balanced-services.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesOf, managerOf, membersWithRole, type PlacedAddress } from '../../domain/members.js';
import type { MemberSpec } from '../../domain/spec.js';
import { addressClaim } from '../../probes/network/address-claim.js';
import { addresses } from '../../probes/network/addresses.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead, observeHosts } from '../remedy.js';
import type { RuleFacts } from '../rule.js';
import { addressSubject } from '../subject.js';

/** What the steps bind on the manager, or did. */
function toBeBound({ core }: ClusterSpec): readonly PlacedAddress[] {
  const manager = managerOf(core);
  if (manager === undefined) return [];
  const others = addressesOfOthersBalancer(core);
  return addressesOf(core, [manager]).filter(
    ({ address, network }) =>
      address.purpose !== 'HOST' && network !== undefined && !others.has(canonicalAddress(address.address)),
  );
}

/** The member that has the card which answers. */
function memberWith(card: string, { core }: ClusterSpec, facts: RuleFacts): MemberSpec | undefined {
  const members = membersWithRole(core, 'MANAGER', 'NODE', 'FILE_SERVER');
  return members.find(({ member: { hostId } }) => {
    const seen = facts.read(hostId, addresses());
    return seen.known && seen.value.some(({ linkAddress }) => linkAddress?.toLowerCase() === card.toLowerCase());
  })?.member;
}

/** A node holds balanced addresses too, and serves nothing without: it has to keep silent about them. */
function howToEnd(address: string, who: string, holder: MemberSpec | undefined, { core }: ClusterSpec): string {
  const isBalanced = managedServices(core).some(({ service }) => canonicalAddress(service.address) === address);
  return holder?.role === 'NODE' && isBalanced
    ? `have ${who} keep silent about ${address}, as D-18 says`
    : `take ${address} from ${who}`;
}

/**
 * Addresses that nobody else has. No other machine on the segment answers for a quorum or service address that the manager is to bind,
 * or holds.
 * Two machines with one address take each other's connections, and the step that binds it is refused in the middle of a setup. Where
 * nobody asked yet, that step still does.
 */
export const addressesNobodyElseHas = defineRule({
  id: 'R-NET-7',
  title: 'Addresses that nobody else has',
  law: 'No other machine on the segment answers for a quorum or service address that the manager is to bind, or holds.',
  severity: 'ERROR',
  source: 'Our own: two machines with one address take connections from each other',
  moments: ['before'],
  looks: (spec) =>
    toBeBound(spec).map(({ member: { hostId }, address }) => ({
      hostId,
      probe: addressClaim(canonicalAddress(address.address)),
    })),
  check({ spec, facts }, report) {
    if (managerOf(spec.core) === undefined) return report.notApplicable(noSingleManager);
    for (const { member, address: declared, field } of toBeBound(spec)) {
      const address = canonicalAddress(declared.address);
      const subject = addressSubject(address);
      const { hostId } = member;
      const seen = report.readAtLeisure(subject, hostId, addressClaim(address));
      if (seen === undefined) continue;
      const { value, evidence } = seen;
      if (value.is !== 'claimed' && value.is !== 'contested') {
        report.met(subject, [evidence]);
        continue;
      }
      const host = facts.hostName(hostId);
      const other = memberWith(value.by, spec, facts);
      const holder = other && facts.hostName(other.hostId);
      const who = holder === undefined ? value.by : `${holder} (${value.by})`;
      const violation = {
        subject,
        parameters: { address, host, by: value.by, holder: holder ?? '' },
        field: [...field, 'address'],
        evidence: [evidence],
      };
      const end = `${howToEnd(address, who, other, spec)}, then look at ${host} again`;
      if (value.is === 'contested') {
        report.violated({
          ...violation,
          code: 'ANSWERED_BY_ANOTHER_TOO',
          message: `${address}, which ${host} holds, is used twice on its segment: ${who} answers for it too, and takes connections that are meant for ${host}.`,
          remedies: [
            { ...observeHosts([hostId]), title: `${end.charAt(0).toUpperCase()}${end.slice(1)}` },
            declareInstead(`Or declare another address than ${address} that is free here`),
          ],
        });
        continue;
      }
      report.violated({
        ...violation,
        code: 'ANSWERED_BY_ANOTHER',
        message: `${address}, which ${host} is to bind, is already used on its segment: ${who} answers for it.`,
        remedies: [
          declareInstead(`Declare another address than ${address} that is free here`),
          { ...observeHosts([hostId]), title: `Or ${end}` },
        ],
      });
    }
  },
});
