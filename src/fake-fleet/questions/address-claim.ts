import { addressClaim } from '../../probes/network/address-claim.js';
import type { FakeHost } from '../model/fake-host.js';
import { fakeQuestion } from './question.js';

export const addressClaimQuestion = fakeQuestion(addressClaim('0.0.0.0'), (host, addresses) =>
  addresses.map((address) => `${address} ${claimOf(host, address)}\n`).join(''),
);

function claimOf(host: FakeHost, address: string): string {
  const route = host.links.routeTo(address);
  if (address.includes(':') || route === undefined) return 'unchecked';
  const by = host.network.claimOf(address, host)?.linkAddress.toUpperCase();
  if (route.local) return by === undefined ? 'held' : `contested ${by}`;
  return by === undefined ? 'free' : `claimed ${by}`;
}
