import { addressClaim } from '../../probes/network/address-claim.js';
import { fakeQuestion } from './question.js';

export const addressClaimQuestion = fakeQuestion(addressClaim('0.0.0.0'), (host, [address = '']) => {
  const route = host.links.routeTo(address);
  if (address.includes(':') || route === undefined) return 'unchecked\n';
  if (route.local) return 'held\n';
  const claim = host.network.claimOf(address, host);
  return claim === undefined ? 'free\n' : `claimed ${claim.linkAddress.toUpperCase()}\n`;
});
