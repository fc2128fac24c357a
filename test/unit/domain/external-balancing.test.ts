import { externalBalancing } from '../../../src/domain/external-balancing.js';
import { networkAddress } from '../../../src/steps/network/network-address.step.js';
import { networkServiceLoopback } from '../../../src/steps/network/network-service-loopback.step.js';
import { balancingDirector } from '../../../src/steps/balancing/balancing-director.step.js';
import { address, balanced, managerId, memberOf, node1Id, node2Id, publicCluster } from '../rules/clusters.js';

const spec = publicCluster((edited) => {
  balanced({ port: 443, persistenceSeconds: 0 })(edited);
  edited.core.lbMode = 'EXTERNAL';
});

describe("somebody else's balancer", () => {
  it('is told the nodes, where they are, and what to do', () => {
    const [service, ...others] = externalBalancing(spec.core);
    expect(others).toEqual([]);
    expect(service?.targets).toEqual([
      { hostId: node1Id, address: '9.9.9.12', weight: 1 },
      { hostId: node2Id, address: '9.9.9.13', weight: 1 },
    ]);
    expect(service).toMatchObject({ address: '9.9.9.100', port: 443, scheduler: 'WLC', forwarding: 'DR' });
  });

  it('holds the address itself: nothing is set up on the manager for it, and the nodes take its packets', () => {
    const bound = networkAddress.demandedBy(spec).map(({ unit }) => unit.key);
    expect(bound).toEqual(['9.9.9.10']);
    expect(balancingDirector.demandedBy(spec)).toEqual([]);
    const held = networkServiceLoopback.demandedBy(spec).map(({ hostId, unit }) => [hostId, unit.key]);
    expect(held).toEqual([node1Id, node2Id].map((hostId) => [hostId, '9.9.9.100']));
  });

  it('is told to tunnel under TUN, also to a node behind a router', () => {
    const tunnelled = publicCluster((edited) => {
      balanced({ port: 443 })(edited);
      edited.core.lbMode = 'EXTERNAL';
      edited.core.forwarding = 'TUN';
      edited.core.networks.push({ name: 'far', kind: 'PUBLIC', cidr: '8.8.8.0/24' });
      memberOf(edited, node2Id).addresses = [address('far', '8.8.8.13', 'HOST')];
    });
    const [service] = externalBalancing(tunnelled.core);
    expect(service?.targets.map((target) => target.address)).toEqual(['9.9.9.12', '8.8.8.13']);
    expect(service?.forwarding).toBe('TUN');
    tunnelled.core.forwarding = 'DR';
    expect(externalBalancing(tunnelled.core)[0]?.targets.map((target) => target.address)).toEqual(['9.9.9.12']);
  });

  it('has no duties where the manager balances', () => {
    expect(externalBalancing(publicCluster(balanced({})).core)).toEqual([]);
    expect(networkAddress.demandedBy(publicCluster(balanced({}))).map(({ hostId }) => hostId)).toEqual([
      managerId,
      managerId,
    ]);
  });
});
