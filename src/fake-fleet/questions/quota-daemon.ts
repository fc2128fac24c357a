import { quotaDaemon } from '../../probes/storage/quota-daemon.js';
import { fakeQuestion } from './question.js';

export const quotaDaemonQuestion = fakeQuestion(quotaDaemon(), ({ processes }) =>
  (processes.newest('rpc.rquotad') ?? ['none']).map((word) => `${word}\n`).join(''),
);
