import { answeredPorts } from '../../../../src/proofs/network/direct-answer.proof.js';
import { answersGoOut } from '../../../../src/rules/network/r-net-nat-6-answers-go-out.rule.js';
import { balanced, edits, managerId, natCluster, node1Id, node2Id, publicCluster, withNat } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnverified, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = natCluster(balanced({ address: '10.0.0.100', port: 80 }));
const subject = 'Address 9.9.9.1:80';

/** Of port 80, in the order knocked, answered, heard, passed. */
type Counts = readonly [number, number, number, number];

function said([knocked, answered, heard, passed]: Counts, port = 80): string {
  const at = `${port}/10.0.0.100`;
  return `from 8.8.4.4\nknocked/${at} ${knocked}\nanswered/${at} ${answered}\nheard/${at} ${heard}\npassed/${at} ${passed}\n`;
}

function counted(manager: Counts, node1: Counts, node2: Counts = [0, 0, 0, 0]): HostFacts {
  const all = [[managerId, manager] as const, [node1Id, node1] as const, [node2Id, node2] as const];
  return all.reduce((facts, [hostId, counts]) => facts.answer(hostId, answeredPorts(), said(counts)), new HostFacts());
}

function unknown(facts: HostFacts): void {
  expectUnverified(answersGoOut, { spec, facts }, [{ subject, remedy: 'Prove DIRECT_ANSWER from a vantage' }]);
}

describe('R-NET-NAT-6', () => {
  it('is met where answers of nodes arrive, and none passes the manager', () => {
    expectMet(answersGoOut, { spec, facts: counted([9, 3, 6, 0], [3, 3, 6, 0], [3, 3, 6, 0]) });
  });

  it('is violated by answers of a node that nobody heard', () => {
    expectViolated(answersGoOut, { spec, facts: counted([9, 0, 0, 0], [6, 6, 0, 0], [3, 3, 6, 0]) }, [
      {
        ...{ subject, code: 'ANSWERS_LOST', severity: 'ERROR', field: ['nat', 'forwardTarget'], remedy: 'declare' },
        message: 'node1 answered 8.8.4.4 from 10.0.0.100 port 80, and nothing shows that an answer arrived',
      },
    ]);
  });

  it('is violated by answers that come to the manager', () => {
    expectViolated(answersGoOut, { spec, facts: counted([9, 0, 0, 4], [4, 4, 0, 0]) }, [
      {
        ...{
          subject,
          code: 'ANSWERS_PASS_MANAGER',
          severity: 'ERROR',
          field: [],
          remedy: { command: 'ip route get 8.8.4.4 from 10.0.0.100' },
        },
        message: '4 answers of node1 from 10.0.0.100 port 80 to 8.8.4.4 came to manager',
      },
    ]);
  });

  it('is unknown until it was tried, and where no node was asked or answered', () => {
    unknown(new HostFacts());
    unknown(counted([0, 0, 0, 0], [0, 0, 0, 0]));
    unknown(counted([9, 9, 18, 0], [0, 0, 0, 0]));
    unknown(counted([9, 0, 0, 0], [9, 0, 0, 0]));
    unknown(new HostFacts().answer(managerId, answeredPorts(), said([9, 9, 18, 0], 443)));
  });

  it('says nothing where there is no device, nothing balanced, or nothing that it forwards to', () => {
    const other = "The rule is about topology PRIVATE_NAT; this cluster's is PUBLIC.";
    expectNotApplicable(answersGoOut, { spec: publicCluster() }, other);
    expectNotApplicable(answersGoOut, { spec: natCluster() }, 'The cluster balances no service.');
    const elsewhere = edits(
      withNat({ mode: 'PORT_FORWARDING', forwardTarget: '10.0.0.101' }),
      balanced({ address: '10.0.0.100' }),
    );
    const reason = 'The manager balances nothing that the NAT device forwards to.';
    expectNotApplicable(answersGoOut, { spec: natCluster(elsewhere) }, reason);
  });
});
