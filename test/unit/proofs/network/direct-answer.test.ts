import { answeredPorts, directAnswerProof } from '../../../../src/proofs/network/direct-answer.proof.js';
import {
  balanced,
  balancedElsewhere,
  managerId,
  natCluster,
  node1Id,
  node2Id,
  publicCluster,
} from '../../rules/clusters.js';
import { said } from '../said.js';

const outside = '01900000-0000-7000-8000-0000000000aa';
const context = { vantage: { hostId: outside, sourceAddress: '8.8.4.4' }, nonce: 'abc' };
const behind = natCluster(balanced({ address: '10.0.0.100' }, { address: '10.0.0.100', port: 443 }));

describe('DIRECT_ANSWER', () => {
  it('has manager and nodes count while the vantage connects, and tell what they counted', () => {
    const acts = directAnswerProof.acts({ ...context, spec: behind });
    expect(acts.map(({ hostId, after }) => ({ hostId, after }))).toEqual([
      ...[managerId, node1Id, node2Id].map((hostId) => ({ hostId, after: [] })),
      { hostId: outside, after: [0, 1, 2] },
      ...[managerId, node1Id, node2Id].map((hostId) => ({ hostId, after: [3] })),
    ]);
    expect(acts[3]?.trial.question).toMatchObject({ args: ['9', 'tcp', '9.9.9.1', '80', 'tcp', '9.9.9.1', '443'] });
    expect(acts[4]?.trial.factId).toBe(answeredPorts().id);
  });

  it('counts knocks, answers to them, what those who heard an answer send, and answers of others', () => {
    const [count] = directAnswerProof.acts({ ...context, spec: natCluster(balanced({ address: '10.0.0.100' })) });
    const [client, service] = ['8.8.4.4', '10.0.0.100'];
    expect(count?.trial.question).toMatchObject({
      args: [
        ...['reply', 'abc', '300', client],
        ...['knocked/80/10.0.0.100', 'got', client, service, 'dport', '80', 'syn'],
        ...['answered/80/10.0.0.100', 'sent', service, client, 'sport', '80', 'synack'],
        ...['heard/80/10.0.0.100', 'got', client, service, 'dport', '80', 'ack'],
        ...['passed/80/10.0.0.100', 'got', service, client, 'sport', '80', 'synack'],
      ],
    });
  });

  it('connects to service addresses themselves where no device stands before them', () => {
    const acts = directAnswerProof.acts({ ...context, spec: publicCluster(balanced({})) });
    expect(acts[3]?.trial.question).toMatchObject({ args: ['9', 'tcp', '9.9.9.100', '80'] });
  });

  it('has nothing to try without a service that the manager balances, or of another family than the vantage', () => {
    const none = 'The manager balances no service that can be reached from outside';
    expect(directAnswerProof.notApplicable(publicCluster())).toContain(none);
    expect(directAnswerProof.notApplicable(publicCluster(balancedElsewhere({})))).toContain(none);
    expect(directAnswerProof.notApplicable(behind)).toBeNull();
    expect(directAnswerProof.acts({ ...context, vantage: null, spec: behind })).toEqual([]);
    const six = { hostId: outside, sourceAddress: '2001:db8::1' };
    expect(directAnswerProof.acts({ ...context, vantage: six, spec: behind })).toEqual([]);
  });

  it('reads what a host counted', () => {
    const text = 'from 8.8.4.4\nknocked/80/10.0.0.100 9\nheard/80/10.0.0.100 6\nanswered/80/10.0.0.100 3';
    expect(said(answeredPorts(), text)).toEqual({
      known: true,
      value: {
        source: '8.8.4.4',
        ports: [{ address: '10.0.0.100', port: 80, knocked: 9, answered: 3, heard: 6, passed: 0 }],
      },
    });
  });

  it.each([
    [{ exitCode: 127 }, 'COMMAND_MISSING', 'nft, iptables or tcpdump is not installed'],
    [{ stdout: 'over\n' }, 'TRIAL_OVER', 'nobody counted when it was tried'],
    [{ stdout: 'from 8.8.4.4\nknocked/80/10.0.0.100\n' }, 'NOT_UNDERSTOOD', 'the host did not say what it counted'],
    [{ stdout: 'from 8.8.4.4\n80 3\n' }, 'NOT_UNDERSTOOD', 'a count has a name that is not understood: 80'],
  ])('does not know from %j who answered', (answer, code, reason) => {
    expect(said(answeredPorts(), answer)).toEqual({ known: false, code, reason });
  });
});
