import { virtualization } from '../../../../src/probes/system/virtualization.js';
import { containersAllowed } from '../../../../src/rules/vps/r-vps-1-containers-allowed.rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster();
const servers = [managerId, node1Id, node2Id];
const facts = (): HostFacts =>
  servers.reduce((all, hostId) => all.answer(hostId, virtualization(), 'none\nnone\nkvm\n'), new HostFacts());

describe('R-VPS-1', () => {
  it('is met by machines, virtual or not', () => {
    expectMet(containersAllowed, { spec, facts: facts().answer(node1Id, virtualization(), 'none\nnone\nnone\n') });
  });

  it.each([
    ['none\nlxc\nkvm\n', 'lxc'],
    ['openvz\nopenvz\nnone\n', 'openvz'],
    ['openvz\nnone\nnone\n', 'openvz'],
  ])('informs about a container that says %j', (said, kind) => {
    expectViolated(containersAllowed, { spec, facts: facts().answer(node2Id, virtualization(), said) }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'IS_CONTAINER', severity: 'INFO', field: ['members', '2'] },
        ...{ message: `node2 is a container (${kind})`, remedy: 'declare' },
      },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = servers.map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(containersAllowed, { spec }, expected);
  });
});
