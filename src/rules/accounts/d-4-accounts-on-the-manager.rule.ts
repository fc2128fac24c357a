import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesOf, membersWithRole, serviceAddressesOf } from '../../domain/members.js';
import { hostRoles } from '../../domain/spec.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { accountSubject } from '../subject.js';

/**
 * Accounts are the manager's. An account sits on service addresses of the manager, never on an address of a node.
 * A node has stopped being a server of its own: nothing of an account is made there alone.
 */
export const accountsOnTheManager = defineRule({
  id: 'D-4',
  title: "Accounts are the manager's",
  law: 'An account sits on service addresses of the manager, never on an address of a node or another server.',
  severity: 'ERROR',
  source: 'InterWorx documentation, clustering in NodeWorx',
  moments: ['declared'],
  check({ spec: { core, accounts }, facts }, report) {
    const services = serviceAddressesOf(core);
    const choices = services.join(', ') || 'none';
    const quorum = core.quorumAddress === null ? null : canonicalAddress(core.quorumAddress);
    const holders = new Map(
      addressesOf(core, membersWithRole(core, ...hostRoles)).map(({ address, member }) => [
        canonicalAddress(address.address),
        facts.hostName(member.hostId),
      ]),
    );
    for (const [index, { accountId, name, dedicatedAddress }] of accounts.entries()) {
      if (dedicatedAddress === null) continue;
      const address = canonicalAddress(dedicatedAddress);
      // R-NET-3 speaks of the quorum address.
      if (services.includes(address) || address === quorum) continue;
      const host = holders.get(address);
      const where = host === undefined ? 'which no server declares' : `which ${host} has for itself`;
      report.violated({
        subject: accountSubject(accountId),
        code: 'NO_SERVICE_ADDRESS',
        message: `Account ${name} sits on ${address}, ${where}; it needs one of the manager's service addresses: ${choices}.`,
        parameters: { account: name, address, host: host ?? '', choices },
        field: ['accounts', String(index), 'dedicatedAddress'],
        remedies: [declareInstead(`Declare ${address} on the manager with purpose SERVICE, or move ${name}`)],
      });
    }
  },
});
