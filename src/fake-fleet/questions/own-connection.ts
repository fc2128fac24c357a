import { ownConnection } from '../../probes/network/own-connection.js';
import { fakeQuestion } from './question.js';

/** Whatever socket really leads to the fleet: the model is entered over its first card. */
export const ownConnectionQuestion = fakeQuestion(ownConnection(), ({ ownAddress }) =>
  ownAddress === undefined ? 'none\n' : `0 0 ${ownAddress}:22 192.0.2.1:40000 users:(("sshd",pid=1,fd=4))\n`,
);
