import { connectionReuse } from '../../probes/balancing/connection-reuse.js';
import { kernelFiles } from './kernel-files.js';
import { fakeQuestion } from './question.js';

const path = '/proc/sys/net/ipv4/vs/conn_reuse_mode';

export const connectionReuseQuestion = fakeQuestion(connectionReuse(), (host) =>
  host.kernel.has(path) ? kernelFiles(host, [path]) : '',
);
