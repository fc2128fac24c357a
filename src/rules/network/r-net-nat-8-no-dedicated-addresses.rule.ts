import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { accountSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';
import { because } from '../reason.js';

/**
 * No address for one account behind one public address. With a single public address no account has one to itself.
 * The requirements conclude that no site behind it can use TLS. Since then browsers name the site before the handshake (SNI), so
 * that sites with certificates share an address; only what needs an address of its own is out of reach. Hence a warning.
 */
export const noDedicatedAddresses = defineRule({
  id: 'R-NET-NAT-8',
  title: 'No address for one account behind one public address',
  law: 'Behind a single public address no account has an address to itself.',
  severity: 'WARNING',
  source: 'Cluster installation requirements, "All servers on private network behind NAT"',
  moments: ['declared'],
  notApplicable: onlyUnder('PRIVATE_NAT'),
  check({ spec: { core, accounts } }, report) {
    if (core.nat === null)
      return report.notApplicable(because('NO_NAT_DEVICE', 'Nothing is declared of the NAT device yet (R-NET-NAT-4).'));
    const [shared, ...others] = core.nat.publicAddresses;
    if (shared === undefined || others.length > 0) return;
    for (const [index, { accountId, name, dedicatedAddress }] of accounts.entries()) {
      if (dedicatedAddress === null) continue;
      report.violated({
        subject: accountSubject(accountId),
        code: 'NO_ADDRESS_TO_ITSELF',
        message: `Account ${name} wants ${dedicatedAddress} for itself, yet all clients come through ${shared}. The requirements hold that TLS is impossible so; browsers with SNI share an address, and only clients without it fail.`,
        parameters: { account: name, address: dedicatedAddress, public: shared },
        field: ['accounts', String(index), 'dedicatedAddress'],
        remedies: [declareInstead(`Declare a second public address, or let ${name} share`)],
      });
    }
  },
});
