import { addressesOf, membersWithRole } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { addressSubject } from '../subject.js';

/**
 * Service addresses on the manager. Under every topology service addresses are declared on the manager only.
 * The manager answers for them on the network; Hostwright gives them to the nodes too, silently, as direct answers need it.
 */
export const serviceAddressesOnManager = defineRule({
  id: 'R-NET-PUB-4',
  title: 'Service addresses on the manager',
  law: 'Under every topology service addresses are declared on the manager only.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "All servers on a public network"',
  moments: ['declared'],
  check({ spec, facts }, report) {
    const others = membersWithRole(spec.core, 'NODE', 'FILE_SERVER', 'DATABASE_SERVER');
    for (const { address, member, field } of addressesOf(spec.core, others)) {
      if (address.purpose !== 'SERVICE') continue;
      const host = facts.hostName(member.hostId);
      report.violated({
        subject: addressSubject(address.address),
        code: 'SERVICE_ADDRESS_ELSEWHERE',
        message: `Service address ${address.address} is declared on ${host}; service addresses belong on the manager, the nodes get them from there.`,
        parameters: { address: address.address, host },
        field: [...field, 'purpose'],
        remedies: [declareInstead(`Declare ${address.address} on the manager`)],
      });
    }
  },
});
