import { serverGreeting } from '../../probes/database/server-greeting.js';
import { CommandFailed } from '../model/command-failed.js';
import { fakeQuestion } from './question.js';

/** Nobody on a fake host greets as a MySQL server does. */
export const serverGreetingQuestion = fakeQuestion(serverGreeting('0.0.0.0', 1), (host, [address = '', port]) => {
  const reached = host.network.connect(address, Number(port), host);
  if (reached !== 'open') throw new CommandFailed(1, `${address}: line 1: /dev/tcp/${address}/${port}: ${reached}`);
  return '';
});
