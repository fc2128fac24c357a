import { nfsCall, nfsPorts } from '../../probes/storage/nfs-call.js';
import { rpcNumbers } from '../../probes/storage/rpc-programs.js';
import { CommandFailed } from '../model/command-failed.js';
import { fakeQuestion } from './question.js';
import { offersNfsVersion3 } from './rpc-programs.js';

export const nfsCallQuestion = fakeQuestion(nfsCall('0.0.0.0'), (host, [address = '']) => {
  const canCall = host.packages.has('rpcbind');
  for (const port of nfsPorts) {
    const reached = host.network.connect(address, port, host);
    if (reached === 'open') continue;
    const by = canCall ? 'rpcinfo: RPC: Remote system error - ' : `${address}: line 1: /dev/tcp/${address}/${port}: `;
    throw new CommandFailed(1, `${by}${reached}`);
  }
  const server = host.network.holderOf(address, host)?.host;
  if (!canCall || server === undefined) return '';
  if (!offersNfsVersion3(server)) throw new CommandFailed(1, 'rpcinfo: RPC: Program not registered');
  return `program ${rpcNumbers.nfs} version 3 ready and waiting\n`;
});
