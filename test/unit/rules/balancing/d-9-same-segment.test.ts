import { addresses } from '../../../../src/probes/network/addresses.js';
import { sameSegment } from '../../../../src/rules/balancing/d-9-same-segment.rule.js';
import { introduced } from '../../../../src/rules/introduced.js';
import type { Finding } from '../../../../src/rules/rule.js';
import { neighbour } from '../../../../src/probes/network/neighbour.js';
import { balanced, balancedElsewhere, managerId, memberOf, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { held } from '../held-addresses.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster(balanced({ port: 80 }));
const goodFacts = (): HostFacts =>
  new HostFacts().answer(node1Id, addresses(), held('9.9.9.12')).answer(node2Id, addresses(), held('9.9.9.13'));

describe('D-9', () => {
  it('is met by nodes with an address in the network of the service, and a link in it', () => {
    expectMet(sameSegment, { spec, moment: 'declared' });
    expectMet(sameSegment, { spec, moment: 'before', facts: goodFacts() });
  });

  it('is violated by a node that declares none', () => {
    const elsewhere = publicCluster((edited) => {
      balanced({ port: 80 }, { port: 443 })(edited);
      edited.core.networks.push({ name: 'other', kind: 'PUBLIC', cidr: '8.8.8.0/24' });
      memberOf(edited, node2Id).addresses = [{ network: 'other', address: '8.8.8.13', purpose: 'HOST' }];
    });
    expectViolated(sameSegment, { spec: elsewhere, moment: 'declared' }, [
      {
        subject: `Host ${node2Id}`,
        code: 'NO_ADDRESS_ON_SEGMENT',
        severity: 'ERROR',
        field: ['members', '2', 'addresses'],
        message: 'Node node2 declares no address in the network of 9.9.9.100',
        remedy: 'declare',
      },
    ]);
  });

  it.each([
    ['8.8.8.13', spec],
    ['', spec],
    ['8.8.8.13', publicCluster(balancedElsewhere({ port: 80 }))],
  ])('is violated by a node whose links hold "%s" only, whoever balances', (text, of) => {
    const texts = text === '' ? [] : [text];
    expectViolated(
      sameSegment,
      { spec: of, moment: 'before', facts: goodFacts().answer(node2Id, addresses(), held(...texts)) },
      [
        {
          subject: `Host ${node2Id}`,
          code: 'NOT_ON_SEGMENT',
          severity: 'ERROR',
          field: ['members', '2'],
          message: 'Node node2 has no link on the segment of 9.9.9.100',
          remedy: 'declare',
        },
      ],
    );
  });

  it('holds against an edit each service more beyond the segment of a node, and none that was so before', () => {
    const beyond = (...services: readonly string[]): readonly Finding[] => {
      const edited = publicCluster(balanced(...services.map((address) => ({ address, port: 80 }))));
      const facts = goodFacts().answer(node2Id, addresses(), held('7.7.7.13')).at(observedAt);
      return sameSegment.judge({ spec: edited, facts, moment: 'before', draft: false, clusterId: null });
    };
    const [one, two] = [beyond('9.9.9.100'), beyond('9.9.9.100', '9.9.9.101')];
    expect(introduced(two, one)).toMatchObject([{ messageCode: 'NOT_ON_SEGMENT', extent: 2 }]);
    expect(introduced(two, two)).toEqual([]);
    expect(introduced(one, two)).toEqual([]);
  });

  const card = '[{"dst":"9.9.9.11","dev":"eth0","lladdr":"02:00:00:00:00:01","state":["STALE"]}]';
  const afterwards = (ofNode2 = card): HostFacts =>
    goodFacts()
      .answer(managerId, addresses(), held('9.9.9.11'))
      .answer(node1Id, neighbour('9.9.9.11'), card)
      .answer(node2Id, neighbour('9.9.9.11'), ofNode2);

  it('is met afterwards by nodes that find a card of the manager at its address', () => {
    expectMet(sameSegment, { spec, moment: 'after', facts: afterwards() });
    // What somebody else's balancer finds is not seen from the manager.
    expectMet(sameSegment, { spec: publicCluster(balancedElsewhere({ port: 80 })), moment: 'after' });
  });

  it.each([
    [card.replace('00:01', '00:07'), 'the card 02:00:00:00:00:07'],
    ['[]', 'nobody on its segment'],
  ])('is violated afterwards by a node that finds %s at the address of the manager', (said, found) => {
    expectViolated(sameSegment, { spec, moment: 'after', facts: afterwards(said) }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'OTHER_SEGMENT', severity: 'ERROR', field: ['members', '2'] },
        ...{ message: `Node node2 finds ${found} at 9.9.9.11, which is no card of manager`, remedy: 'declare' },
      },
    ]);
  });

  it('is unknown afterwards of a node to which nobody answers at the address of the manager, which may be down', () => {
    const nobody = afterwards('[{"dst":"9.9.9.11","dev":"eth0","state":["FAILED"]}]');
    expectUnknown(sameSegment, { spec, moment: 'after', facts: nobody }, [
      { subject: `Host ${node2Id}`, lookAt: node2Id },
    ]);
  });

  it('warns only where packets are handed on in tunnels', () => {
    const tunnelled = publicCluster((edited) => {
      balancedElsewhere({ port: 80 })(edited);
      edited.core.forwarding = 'TUN';
      edited.core.networks.push({ name: 'other', kind: 'PUBLIC', cidr: '8.8.8.0/24' });
      memberOf(edited, node2Id).addresses = [{ network: 'other', address: '8.8.8.13', purpose: 'HOST' }];
    });
    expectMet(sameSegment, { spec: tunnelled, moment: 'declared' });
    const facts = goodFacts().answer(node2Id, addresses(), held('8.8.8.13'));
    expectViolated(sameSegment, { spec: tunnelled, moment: 'before', facts }, [
      {
        subject: `Host ${node2Id}`,
        code: 'NOT_ON_SEGMENT',
        severity: 'WARNING',
        field: ['members', '2'],
        message: 'Node node2 has no link on the segment of 9.9.9.100',
        remedy: 'declare',
      },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(sameSegment, { spec, moment: 'before' }, expected);
  });

  it('does not apply where nothing is balanced', () => {
    const given = { spec: publicCluster(), moment: 'declared' } as const;
    expectNotApplicable(sameSegment, given, 'The cluster balances no service.');
  });
});
