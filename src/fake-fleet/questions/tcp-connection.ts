import { tcpConnection } from '../../probes/network/tcp-connection.js';
import { CommandFailed } from '../model/command-failed.js';
import { fakeQuestion } from './question.js';

export const tcpConnectionQuestion = fakeQuestion(tcpConnection('0.0.0.0', 1), (host, [address = '', port]) => {
  const reached = host.network.connect(address, Number(port), host);
  if (reached !== 'open') throw new CommandFailed(1, `${address}: line 1: /dev/tcp/${address}/${port}: ${reached}`);
  return '';
});
