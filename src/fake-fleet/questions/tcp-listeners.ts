import { tcpListeners } from '../../probes/network/tcp-listeners.js';
import { nfsServer } from '../services/nfs-server.js';
import { fakeQuestion } from './question.js';

/** The kernel's own server has no process. */
function usersOf(unit: string): string {
  return unit === nfsServer.unit ? '' : `users:(("${unit.replace('.service', '')}",pid=600,fd=6))`;
}

export const tcpListenersQuestion = fakeQuestion(tcpListeners(), ({ units }) =>
  [{ unit: 'sshd.service', ports: [22] }, ...units.listening()]
    .flatMap(({ unit, ports }) => ports.map((port) => `LISTEN 0      128    *:${port}  *:*    ${usersOf(unit)}\n`))
    .join(''),
);
