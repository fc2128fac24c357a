import type { ClusterSpec } from '../../domain/account-spec.js';
import { addressesOfOthersBalancer } from '../../domain/balanced-services.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesOf, managerOf, membersWithRole, type PlacedAddress } from '../../domain/members.js';
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
function memberWith(card: string, { core }: ClusterSpec, facts: RuleFacts): string | undefined {
  const members = membersWithRole(core, 'MANAGER', 'NODE', 'FILE_SERVER');
  const found = members.find(({ member: { hostId } }) => {
    const seen = facts.read(hostId, addresses());
    return seen.known && seen.value.some(({ linkAddress }) => linkAddress?.toLowerCase() === card.toLowerCase());
  });
  return found && facts.hostName(found.member.hostId);
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
      const holder = memberWith(value.by, spec, facts);
      const who = holder === undefined ? value.by : `${holder} (${value.by})`;
      const violation = {
        subject,
        parameters: { address, host, by: value.by, holder: holder ?? '' },
        field: [...field, 'address'],
        evidence: [evidence],
      };
      const take = { ...observeHosts([hostId]), title: `Or take ${address} from ${who}, then look at ${host} again` };
      if (value.is === 'contested') {
        report.violated({
          ...violation,
          code: 'ANSWERED_BY_ANOTHER_TOO',
          message: `${address}, which ${host} holds, is used twice on its segment: ${who} answers for it too, and takes connections that are meant for ${host}.`,
          remedies: [
            { ...take, title: `Take ${address} from ${who}, then look at ${host} again` },
            declareInstead(`Or declare another address than ${address} that is free here`),
          ],
        });
        continue;
      }
      report.violated({
        ...violation,
        code: 'ANSWERED_BY_ANOTHER',
        message: `${address}, which ${host} is to bind, is already used on its segment: ${who} answers for it.`,
        remedies: [declareInstead(`Declare another address than ${address} that is free here`), take],
      });
    }
  },
});
