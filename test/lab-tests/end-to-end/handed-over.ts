import { externalBalancing } from '../../../src/domain/external-balancing.js';
import { clusterCore, specSchemaNumber } from '../../../src/domain/spec.js';
import { until } from '../../until.js';
import { arpAnswers } from './arp-answers.js';
import type { BalancedCluster } from './balanced-cluster.js';
import { OthersBalancer } from './others-balancer.js';

/** Tests of a service that another host balances than the manager, by what its owner is told; takes it from the manager. */
export function handedOver(at: () => BalancedCluster, other: string): void {
  let balancer: OthersBalancer;

  /** The cluster as it is declared once somebody else balances. */
  function told(): ReturnType<typeof externalBalancing> {
    const { lab, nodes, service } = at();
    const own = (host: string): object => ({
      network: 'front',
      address: lab.host(host).publicAddress,
      purpose: 'HOST',
    });
    const members = ['manager', ...nodes].map((host) => ({
      hostId: at().hostId(host),
      role: host === 'manager' ? 'MANAGER' : 'NODE',
      addresses: [
        own(host),
        ...(host === 'manager' ? [{ network: 'front', address: service, purpose: 'SERVICE' }] : []),
      ],
    }));
    return externalBalancing(
      clusterCore.parse({
        ...{ schema: specSchemaNumber, name: 'handed-over', topology: 'PUBLIC', lbMode: 'EXTERNAL', members },
        ...{ userStorage: { mode: 'MANAGER_LOCAL' }, databaseServers: [], quorumAddress: null },
        ...{ panel: null, quotasRequired: false },
        networks: [{ name: 'front', kind: 'PUBLIC', cidr: lab.publicNetwork }],
        balancedServices: [{ address: service, port: 80, scheduler: 'RR', persistenceSeconds: 0, weights: [] }],
      }),
    );
  }

  beforeAll(async () => {
    const { worker, lab } = at();
    balancer = new OthersBalancer(lab, other);
    for (const step of [at().director('RR'), at().connections, at().address]) {
      const { outcome, summary } = await worker.until(step, 'REMOVE');
      expect(`${step.kind}: ${outcome}: ${summary}`).toMatch(/: CHANGED: /);
    }
    await balancer.follow(told());
    await balancer.serves(2);
  });

  it('is answered by both nodes in turn and past the other balancer, by nothing of ours on the manager', async () => {
    const { service } = at();
    expect(await at().byHand('manager', 'ipvsadm --save --numeric')).toBe('');
    expect(await at().byHand('manager', 'systemctl is-active keepalived || :')).toBe('inactive');
    expect(await at().byHand('manager', 'ip -o -4 address show')).not.toContain(`${service}/`);
    const [first, second, ...rest] = await at().answers(6);
    expect([first, second].toSorted()).toEqual(['answered by node1', 'answered by node2']);
    expect(rest).toEqual([first, second, first, second]);
    let outward: string | undefined;
    // The kernel sums up what it counted every other second.
    await until(
      'the other balancer counted',
      async () => (outward = await balancer.outward(`${service}:80`)) !== undefined,
    );
    expect(outward).toBe('0');
  });

  it('is the other balancer on the network: neither manager nor node answers ARP for it', async () => {
    const link = await balancer.linkAddress();
    expect(await arpAnswers(at().lab, at().service, () => at().answers(1))).toEqual(new Set([link]));
  });
}
