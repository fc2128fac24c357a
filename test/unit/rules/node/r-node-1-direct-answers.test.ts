import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { balancedTraffic } from '../../../../src/probes/balancing/balanced-traffic.js';
import { addressHolders } from '../../../../src/probes/network/address-holders.js';
import { addresses } from '../../../../src/probes/network/addresses.js';
import { answeredPorts } from '../../../../src/proofs/network/direct-answer.proof.js';
import { directAnswers } from '../../../../src/rules/node/r-node-1-direct-answers.rule.js';
import type { Finding } from '../../../../src/rules/rule.js';
import {
  balanced,
  balancedElsewhere,
  clusterId,
  dualCluster,
  managerId,
  natCluster,
  node1Id,
  node2Id,
  publicCluster,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { held } from '../held-addresses.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster(balanced({ port: 80 }));
const traffic = (
  out: number,
  own = 0,
): string => `TCP  9.9.9.100:80     3       19        ${out + own}     1132        0
  -> 9.9.9.11:80     1        5        ${own}     1132        0
  -> 9.9.9.12:80     2       14        ${out}     1132        0
`;
const goodFacts = (): HostFacts =>
  new HostFacts()
    .answer(managerId, balancedTraffic(), traffic(0))
    .answer(node1Id, addresses(), held('9.9.9.12', '9.9.9.100'))
    .answer(node2Id, addresses(), held('9.9.9.13', '9.9.9.100'));

/** Of port 80, in the order knocked, answered, heard, passed. */
type Counts = readonly [number, number, number, number];

function counted([knocked, answered, heard, passed]: Counts, address = '9.9.9.100'): string {
  const at = `80/${address}`;
  return `from 8.8.4.4\nknocked/${at} ${knocked}\nanswered/${at} ${answered}\nheard/${at} ${heard}\npassed/${at} ${passed}\n`;
}

function proven(manager: Counts, node1: Counts, node2: Counts = [0, 0, 0, 0]): HostFacts {
  const all = [[managerId, manager] as const, [node1Id, node1] as const, [node2Id, node2] as const];
  return all.reduce((facts, [hostId, counts]) => facts.answer(hostId, answeredPorts(), counted(counts)), goodFacts());
}

function judged(of: ClusterSpec, facts: HostFacts): readonly Finding[] {
  return directAnswers.judge({ spec: of, facts: facts.at(observedAt), moment: 'after', draft: false, clusterId });
}

describe('R-NODE-1', () => {
  it('is met by nodes that hold the address, whose answers nobody saw at the manager', () => {
    expectMet(directAnswers, { spec, facts: goodFacts() });
    expectMet(directAnswers, { spec, facts: goodFacts().answer(managerId, balancedTraffic(), '') });
  });

  it('is met by a manager that serves too, whatever its kernel counts of its own answers', () => {
    expectMet(directAnswers, { spec, facts: goodFacts().answer(managerId, balancedTraffic(), traffic(0, 5)) });
  });

  it('is violated by answers that pass the manager', () => {
    expectViolated(directAnswers, { spec, facts: goodFacts().answer(managerId, balancedTraffic(), traffic(7)) }, [
      {
        subject: 'Address 9.9.9.100',
        code: 'ANSWERS_PASS_MANAGER',
        severity: 'ERROR',
        field: [],
        message: '7 packets of answers from 9.9.9.100 port 80 passed manager',
        remedy: { command: 'ipvsadm --zero --tcp-service 9.9.9.100:80' },
      },
    ]);
  });

  describe('by a proof from outside', () => {
    it('is met where answers of nodes arrive, and none passes the manager', () => {
      const facts = proven([9, 3, 6, 0], [3, 3, 6, 0], [3, 3, 6, 0]);
      expectMet(directAnswers, { spec, facts });
      expectMet(directAnswers, { spec: dualCluster(balanced({ port: 80 })), facts });
      const [finding] = judged(spec, facts);
      expect(finding?.evidence.map(({ hostId }) => hostId)).toEqual([managerId, node1Id, node2Id]);
    });

    it.each([
      [
        ...['ANSWERS_CAME_TO_MANAGER', '4 answers of node1 from 9.9.9.100 port 80 to 8.8.4.4 came to manager'],
        ...['ip route get 8.8.4.4 from 9.9.9.100', proven([9, 0, 0, 4], [4, 4, 0, 0])],
      ],
      [
        ...['ANSWERS_LOST', 'node1 answered 8.8.4.4 from 9.9.9.100 port 80, and nothing shows that an answer arrived'],
        ...['ip route get 8.8.4.4 from 9.9.9.100', proven([9, 0, 0, 0], [6, 6, 0, 0], [3, 3, 6, 0])],
      ],
      [
        ...['NODES_SILENT', 'node1, node2 got connections of 8.8.4.4 to 9.9.9.100 port 80 and answered none'],
        ...["ss -Hltnp 'sport = :80'", proven([9, 0, 0, 0], [6, 0, 0, 0], [3, 0, 0, 0])],
      ],
      [
        ...['NODES_SILENT', 'node2 got connections of 8.8.4.4 to 9.9.9.100 port 80 and answered none'],
        ...["ss -Hltnp 'sport = :80'", proven([9, 0, 0, 0], [6, 6, 9, 0], [3, 0, 0, 0])],
      ],
    ] as const)('is violated with %s where %s', (code, message, command, facts) => {
      const expected = {
        subject: 'Address 9.9.9.100',
        code,
        severity: 'ERROR',
        field: [],
        remedy: { command },
      } as const;
      expectViolated(directAnswers, { spec, facts }, [{ ...expected, message }]);
    });

    it.each([
      ['nothing arrived', proven([0, 0, 0, 0], [0, 0, 0, 0])],
      ['no node was asked', proven([9, 9, 18, 0], [0, 0, 0, 0])],
    ])('is unknown where %s', (_, facts) => {
      const [finding] = judged(spec, facts);
      expect(finding).toMatchObject({ verdict: 'UNKNOWN', subject: { kind: 'Address', id: '9.9.9.100' } });
      expect(finding?.remedies).toMatchObject([{ title: expect.stringMatching(/^Prove DIRECT_ANSWER/) }]);
    });

    it('is what the kernel counted of a port that was not proved, and behind NAT, where R-NET-NAT-6 says it', () => {
      const facts = proven([9, 0, 0, 4], [4, 4, 0, 0]);
      const both = publicCluster(balanced({ port: 80 }, { port: 443 }));
      expect(judged(both, facts).map(({ verdict }) => verdict)).toEqual([...['VIOLATED', 'MET', 'MET', 'MET']]);
      const behindNat = natCluster(balanced({ address: '10.0.0.100', port: 80 }));
      const inside = goodFacts()
        .answer(managerId, answeredPorts(), counted([9, 0, 0, 4], '10.0.0.100'))
        .answer(node1Id, answeredPorts(), counted([4, 4, 0, 0], '10.0.0.100'))
        .answer(node1Id, addresses(), held('10.0.0.12', '10.0.0.100'))
        .answer(node2Id, addresses(), held('10.0.0.13', '10.0.0.100'));
      expectMet(directAnswers, { spec: behindNat, facts: inside });
    });
  });

  it('is violated by a node that does not hold the address', () => {
    expectViolated(directAnswers, { spec, facts: goodFacts().answer(node2Id, addresses(), held('9.9.9.13')) }, [
      {
        subject: `Host ${node2Id}`,
        code: 'SERVICE_ADDRESS_NOT_HELD',
        severity: 'ERROR',
        field: ['members', '2'],
        message: 'Node node2 does not hold 9.9.9.100',
        remedy: 'repairCluster',
      },
    ]);
  });

  describe('by a step that looked at the address', () => {
    const [earlier, isHeld] = [new Date(observedAt.getTime() - 1000), held('9.9.9.100')];
    const stepSaw = addressHolders('9.9.9.100');
    const missing = {
      subject: `Host ${node2Id}`,
      code: 'SERVICE_ADDRESS_NOT_HELD',
      severity: 'ERROR',
      field: ['members', '2'],
      message: 'Node node2 does not hold 9.9.9.100',
      remedy: 'repairCluster',
    } as const;

    it('is met where it put that on the node since all addresses were looked at', () => {
      const facts = goodFacts().answer(node2Id, addresses(), held('9.9.9.13'), earlier);
      expectMet(directAnswers, { spec, facts: facts.answer(node2Id, stepSaw, isHeld) });
      const ofNode = judged(spec, facts).find(({ subject }) => subject.id === node2Id);
      expect(ofNode?.evidence.map(({ probeId }) => probeId)).toEqual([addresses().id, stepSaw.id]);
    });

    it('is violated where that was not there any more since', () => {
      const facts = goodFacts().answer(node2Id, addresses(), held('9.9.9.13', '9.9.9.100'), earlier);
      expectViolated(directAnswers, { spec, facts: facts.answer(node2Id, stepSaw, '[{}]') }, [missing]);
    });

    it('is as all addresses show it where the step looked before', () => {
      const facts = goodFacts().answer(node2Id, addresses(), held('9.9.9.13'));
      expectViolated(directAnswers, { spec, facts: facts.answer(node2Id, stepSaw, isHeld, earlier) }, [missing]);
    });
  });

  it('is asked of the nodes alone where somebody else balances', () => {
    const elsewhere = publicCluster(balancedElsewhere({ port: 80 }));
    const nodes = new HostFacts()
      .answer(node1Id, addresses(), held('9.9.9.12', '9.9.9.100'))
      .answer(node2Id, addresses(), held('9.9.9.13', '9.9.9.100'));
    expectMet(directAnswers, { spec: elsewhere, facts: nodes });
    expectViolated(directAnswers, { spec: elsewhere, facts: nodes.answer(node2Id, addresses(), held('9.9.9.13')) }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'SERVICE_ADDRESS_NOT_HELD', severity: 'ERROR', field: ['members', '2'] },
        ...{ message: 'Node node2 does not hold 9.9.9.100', remedy: 'repairCluster' },
      },
    ]);
  });

  it('is unknown without looks', () => {
    expectUnknown(directAnswers, { spec }, [
      { subject: 'Address 9.9.9.100', lookAt: managerId },
      ...[node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    ]);
  });

  it('does not apply where nothing is balanced', () => {
    expectNotApplicable(directAnswers, { spec: publicCluster() }, 'The cluster balances no service.');
  });
});
