import type { ClusterSpec } from '../../domain/account-spec.js';
import { addressPairs, type AddressPair } from '../../domain/forward-rules.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { accountSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';
import { because } from '../reason.js';

type Account = ClusterSpec['accounts'][number];

const aboutTls =
  'The requirements hold that TLS is impossible so; browsers with SNI share an address, and only clients without it fail.';

/** What is against an address for one account, by where the device leads clients to. */
function whyNone(
  { name }: Account,
  address: string,
  pairs: readonly AddressPair[],
): { readonly code: string; readonly message: string; readonly public: string } | undefined {
  const all = pairs.map(({ publicAddress }) => publicAddress).join(', ');
  if (new Set(pairs.map(({ targetAddress }) => targetAddress)).size === 1) {
    const message = `Account ${name} wants ${address} for itself, yet all clients come through ${all}. ${aboutTls}`;
    return { code: 'NO_ADDRESS_TO_ITSELF', message, public: all };
  }
  if (pairs.some(({ targetAddress }) => targetAddress === canonicalAddress(address))) return undefined;
  const message = `Account ${name} wants ${address} for itself, yet none of the public addresses (${all}) leads there, so that no client reaches it.`;
  return { code: 'ADDRESS_NOT_LED_TO', message, public: all };
}

/**
 * An address for one account behind NAT. Only an address that a public address of its own leads to is an account's own.
 * Where everything is handed on to one address all accounts share it, however many public addresses there are. The requirements
 * conclude that no site behind it can use TLS. Since then browsers name the site before the handshake (SNI), so that sites with
 * certificates share an address; only what needs an address of its own is out of reach. Hence a warning.
 */
export const noDedicatedAddresses = defineRule({
  id: 'R-NET-NAT-8',
  title: 'No address for one account behind one public address',
  law: 'An account has an address to itself only where a public address of its own leads there: behind a single one, or several to one address, no account has.',
  severity: 'WARNING',
  source: 'Cluster installation requirements, "All servers on private network behind NAT"',
  moments: ['declared'],
  notApplicable: onlyUnder('PRIVATE_NAT'),
  check({ spec: { core, accounts } }, report) {
    if (core.nat === null)
      return report.notApplicable(because('NO_NAT_DEVICE', 'Nothing is declared of the NAT device yet (R-NET-NAT-4).'));
    const pairs = addressPairs(core);
    if (pairs.length === 0)
      return report.notApplicable(
        because(
          'NOTHING_FORWARDED',
          'The value does not say yet to which address the NAT device leads clients (R-NET-NAT-4).',
        ),
      );
    for (const [index, account] of accounts.entries()) {
      const { accountId, name, dedicatedAddress: address } = account;
      if (address === null) continue;
      const against = whyNone(account, address, pairs);
      if (against === undefined) continue;
      report.violated({
        subject: accountSubject(accountId),
        code: against.code,
        message: against.message,
        parameters: { account: name, address, public: against.public },
        field: ['accounts', String(index), 'dedicatedAddress'],
        remedies: [
          declareInstead(`Declare a public address that leads to ${address} and nowhere else, or let ${name} share`),
        ],
      });
    }
  },
});
