import { neighbour } from '../../probes/network/neighbour.js';
import { fakeQuestion } from './question.js';

export const neighbourQuestion = fakeQuestion(neighbour('0.0.0.0'), (host, [address = '']) => {
  const holder = host.network.holderOf(address, host);
  if (holder === undefined && host.links.routeTo(address) !== undefined)
    return `${JSON.stringify([{ dst: address, state: ['FAILED'] }])}\n`;
  if (holder === undefined || holder.host === host) return '[]\n';
  return `${JSON.stringify([{ dst: address, lladdr: holder.link.linkAddress, state: ['REACHABLE'] }])}\n`;
});
