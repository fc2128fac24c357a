import { tcpListeners } from '../../probes/network/tcp-listeners.js';
import { fakeQuestion } from './question.js';

export const tcpListenersQuestion = fakeQuestion(tcpListeners(), ({ units }) =>
  [22, ...units.portsOpen()].map((port) => `LISTEN 0      128    *:${port}  *:*\n`).join(''),
);
