import { addressClaim } from '../../probes/network/address-claim.js';
import { fakeQuestion } from './question.js';

export const addressClaimQuestion = fakeQuestion(addressClaim('0.0.0.0'), (host, [address = '']) => {
  const route = host.links.routeTo(address);
  if (address.includes(':') || route === undefined) return 'unchecked\n';
  const by = host.network.claimOf(address, host)?.linkAddress.toUpperCase();
  if (route.local) return by === undefined ? 'held\n' : `contested ${by}\n`;
  return by === undefined ? 'free\n' : `claimed ${by}\n`;
});
