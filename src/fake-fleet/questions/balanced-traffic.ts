import { balancedTraffic } from '../../probes/balancing/balanced-traffic.js';
import { fakeQuestion } from './question.js';

/** Nobody is a client of a fake cluster, so that nothing passed. */
export const balancedTrafficQuestion = fakeQuestion(balancedTraffic(), ({ balanced = [] }) =>
  balanced
    .map(({ address, port }) => `TCP  ${address.includes(':') ? `[${address}]` : address}:${port}  0  0  0  0  0\n`)
    .join(''),
);
