import { canonicalAddress } from '../../domain/ip-network.js';
import { managerOf, serviceAddressesOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { addressSubject, clusterSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';

/**
 * Forwards go past the quorum address. Under PRIVATE_NAT the device hands connections on to a service address of the manager, never
 * to the quorum address.
 * Translated one to one, each public address needs a service address of its own, and no target is declared besides.
 * The quorum address carries no accounts (R-NET-3), and clients there would stand among traffic between servers. What goes to an
 * address that the manager keeps for itself reaches the manager, yet is never balanced.
 */
export const forwardsPastQuorum = defineRule({
  id: 'R-NET-NAT-4',
  title: 'Forwards go past the quorum address',
  law: 'Under PRIVATE_NAT the device hands connections on to a service address of the manager, never to the quorum address.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "All servers on private network behind NAT"',
  moments: ['declared'],
  notApplicable: onlyUnder('PRIVATE_NAT'),
  check({ spec, facts }, report) {
    const { core } = spec;
    const manager = managerOf(core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const services = serviceAddressesOf(core);
    const choices = services.join(', ') || 'none';
    const remedies = [declareInstead(`Forward to a service address of the manager; declared are: ${choices}`)];
    const target = core.nat?.forwardTarget ?? null;
    const field = core.nat === null ? ['nat'] : ['nat', 'forwardTarget'];
    if (core.nat?.mode === 'ONE_TO_ONE' && services.length > 0) {
      for (const address of core.nat.publicAddresses.slice(services.length).map(canonicalAddress)) {
        report.violated({
          subject: clusterSubject(spec),
          code: 'NOBODY_BEHIND',
          severity: 'WARNING',
          message: `The NAT device translates ${address} one to one, yet no service address is left for it; declared are: ${choices}.`,
          parameters: { address, choices },
          field: ['nat', 'publicAddresses'],
          remedies: [declareInstead('Declare a service address for each public address, or fewer public addresses')],
        });
      }
      if (target === null) return;
    }
    if (target === null) {
      report.violated({
        subject: clusterSubject(spec),
        code: 'NO_TARGET',
        severity: 'WARNING',
        message: `It is not declared where the NAT device hands connections on to; service addresses are: ${choices}.`,
        parameters: { choices },
        field,
        missing: true,
        remedies,
      });
      return;
    }
    const address = canonicalAddress(target);
    if (services.includes(address)) return;
    const host = facts.hostName(manager.member.hostId);
    const held = manager.member.addresses.find((own) => canonicalAddress(own.address) === address);
    const violation = { subject: addressSubject(address), parameters: { address, host, choices }, field, remedies };
    if (core.quorumAddress !== null && canonicalAddress(core.quorumAddress) === address) {
      const message = `The NAT device hands connections on to the quorum address ${address}, where no account may be; service addresses are: ${choices}.`;
      report.violated({ ...violation, code: 'TARGET_IS_QUORUM', message });
    } else if (held === undefined) {
      const message = `The NAT device hands connections on to ${address}, which manager ${host} does not declare; service addresses are: ${choices}.`;
      report.violated({ ...violation, code: 'TARGET_NOT_ON_MANAGER', message });
    } else {
      const message = `The NAT device hands connections on to ${address} of ${host}, at which nothing is balanced; service addresses are: ${choices}.`;
      report.violated({ ...violation, code: 'TARGET_NOT_BALANCED', severity: 'WARNING', message });
    }
  },
});
