import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesOf, membersWithRole } from '../../domain/members.js';
import { hostRoles } from '../../domain/spec.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { accountSubject, addressSubject } from '../subject.js';

/**
 * Quorum address serves nobody. No hosting account sits on the quorum address, so that it is not a service address too.
 * Load on a site could otherwise cut the servers off from each other, and the address could not be moved.
 */
export const quorumServesNobody = defineRule({
  id: 'R-NET-3',
  title: 'Quorum address serves nobody',
  law: 'No hosting account sits on the quorum address; it is not a service address too.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Network Requirements"',
  moments: ['declared'],
  check({ spec, facts }, report) {
    const quorum = spec.core.quorumAddress;
    if (quorum === null) return;
    const reserved = canonicalAddress(quorum);
    for (const [index, { accountId, name, dedicatedAddress }] of spec.accounts.entries()) {
      if (dedicatedAddress === null || canonicalAddress(dedicatedAddress) !== reserved) continue;
      report.violated({
        subject: accountSubject(accountId),
        code: 'ACCOUNT_ON_QUORUM',
        message: `Account ${name} wants the quorum address ${quorum} for itself; give it a service address, or none.`,
        parameters: { account: name, address: quorum },
        field: ['accounts', String(index), 'dedicatedAddress'],
        remedies: [declareInstead(`Give ${name} a service address, or none of its own`)],
      });
    }
    for (const { address, member, field } of addressesOf(spec.core, membersWithRole(spec.core, ...hostRoles))) {
      if (address.purpose !== 'SERVICE' || canonicalAddress(address.address) !== reserved) continue;
      const host = facts.hostName(member.hostId);
      report.violated({
        subject: addressSubject(address.address),
        code: 'QUORUM_SERVES',
        message: `The quorum address ${quorum} is declared a service address of ${host}; accounts need another one.`,
        parameters: { address: quorum, host },
        field: [...field, 'purpose'],
        remedies: [declareInstead('Declare another address with purpose SERVICE')],
      });
    }
  },
});
