import { addresses } from '../../../../src/probes/network/addresses.js';
import { arpSettings } from '../../../../src/probes/network/arp-settings.js';
import { nodesKeepSilent } from '../../../../src/rules/balancing/d-18-nodes-keep-silent.rule.js';
import { balanced, balancedElsewhere, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { held } from '../held-addresses.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster(balanced({ port: 80 }));
const goodFacts = (): HostFacts =>
  new HostFacts()
    .answer(node1Id, arpSettings(), '1\n2\n')
    .answer(node1Id, addresses(), held('9.9.9.12'))
    .answer(node2Id, arpSettings(), '1\n2\n')
    .answer(node2Id, addresses(), held('9.9.9.13'));
const violation = {
  subject: `Host ${node2Id}`,
  severity: 'ERROR',
  field: ['members', '2'],
  remedy: 'repairCluster',
} as const;

describe('D-18', () => {
  it('is met by nodes that answer for addresses of the asked link only', () => {
    expectMet(nodesKeepSilent, { spec, facts: goodFacts() });
    for (const said of ['2\n2\n', '8\n2\n']) {
      expectMet(nodesKeepSilent, { spec, facts: goodFacts().answer(node2Id, arpSettings(), said) });
    }
  });

  it.each(['0\n2\n', '1\n1\n', '0\n0\n', '3\n2\n', '4\n2\n', '9\n2\n', '1\n3\n'])(
    'is violated by settings of the kernel: %j',
    (said) => {
      expectViolated(nodesKeepSilent, { spec, facts: goodFacts().answer(node2Id, arpSettings(), said) }, [
        { ...violation, code: 'ARP_ANSWERED', message: 'Node node2 answers ARP for addresses of its loopback' },
      ]);
    },
  );

  it('is violated by a node whose link holds the address', () => {
    const facts = goodFacts().answer(node2Id, addresses(), held('9.9.9.13', '9.9.9.100'));
    expectViolated(nodesKeepSilent, { spec, facts }, [
      {
        ...violation,
        code: 'HELD_BY_A_LINK',
        message: 'Node node2 holds 9.9.9.100 on eth0',
        remedy: { command: 'ip address del 9.9.9.100/24 dev eth0' },
      },
    ]);
    const context = { spec, facts: facts.at(observedAt), moment: 'after', draft: false, clusterId: null } as const;
    const commands = nodesKeepSilent.judge(context).flatMap(({ remedies }) => remedies.map(({ command }) => command));
    expect(commands).toEqual(['ip address del 9.9.9.100/24 dev eth0']);
  });

  it('holds where somebody else balances, too', () => {
    const elsewhere = publicCluster(balancedElsewhere({ port: 80 }));
    expectMet(nodesKeepSilent, { spec: elsewhere, facts: goodFacts() });
    const facts = goodFacts().answer(node2Id, arpSettings(), '0\n0\n');
    expectViolated(nodesKeepSilent, { spec: elsewhere, facts }, [
      { ...violation, code: 'ARP_ANSWERED', message: 'Node node2 answers ARP for addresses of its loopback' },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [node1Id, node1Id, node2Id, node2Id].map((id) => ({ subject: `Host ${id}`, lookAt: id }));
    expectUnknown(nodesKeepSilent, { spec }, expected);
  });

  it('does not apply where nothing is balanced', () => {
    expectNotApplicable(nodesKeepSilent, { spec: publicCluster() }, 'The cluster balances no service.');
  });
});
