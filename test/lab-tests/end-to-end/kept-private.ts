import { outputOf } from '../../../quickstart/output-of.js';
import { foundByRule, type FoundByRule } from './found-by-rule.js';
import type { OneCluster } from './one-cluster.js';
import { proveCluster } from './prove-cluster.js';

/** A cluster on two networks, and a host outside of it that is on the public one alone. */
interface SeenByVantage extends OneCluster {
  readonly vantageId: string;
}

/** A test of what only manager and nodes are to reach: a database server that is only asked by SQL, and is on the private network. */
export function keptPrivate(at: () => SeenByVantage): void {
  async function proved(): Promise<readonly FoundByRule[]> {
    const { server, declared, vantageId } = at();
    const { clusterId } = declared;
    await server.follow(await proveCluster(server.client(), { clusterId, proofs: ['KEPT_PRIVATE'], vantageId }));
    return foundByRule(server.client(), clusterId, 'R-NET-DUAL-5');
  }

  it('a database server is out of reach, and is found once somebody leads packets to it, until nobody does', async () => {
    const { lab } = at();
    const [outside, database] = [lab.host('outside').publicAddress ?? '', lab.host('db1').privateAddress ?? ''];
    const { publicAddress, privateAddress } = lab.host('manager');
    const toDatabase = `${lab.privateNetwork} via ${publicAddress}`;
    const back = `${outside} via ${privateAddress}`;
    const as = (door: string): RegExp => new RegExp(`^kept:\\S+ ${database} 3306 ${door}$`, 'm');

    const [closed, ...others] = await proved();
    expect(others).toEqual([]);
    expect(closed).toMatchObject({ verdict: 'MET', evidence: [{ stdout: expect.stringMatching(as('silent')) }] });
    // What clients reach answers, so that this says something; the host outside is on their segment.
    expect(closed?.evidence[0]?.stdout).toMatch(new RegExp(`^served ${publicAddress} 22 nearby$`, 'm'));

    await outputOf(lab, 'manager', 'sysctl -qw net.ipv4.ip_forward=1');
    await outputOf(lab, 'outside', `ip route add ${toDatabase}`);
    await outputOf(lab, 'db1', `ip route add ${back}`);
    try {
      expect(await proved()).toMatchObject([
        {
          ...{ verdict: 'VIOLATED', messageCode: 'REACHED_FROM_OUTSIDE' },
          message: expect.stringContaining(
            `db1 took connections of ${outside}, which is outside, at ${database} port 3306`,
          ),
          evidence: [{ stdout: expect.stringMatching(as('open')) }],
        },
      ]);
    } finally {
      await outputOf(lab, 'db1', `ip route del ${back}`);
      await outputOf(lab, 'outside', `ip route del ${toDatabase}`);
      await outputOf(lab, 'manager', 'sysctl -qw net.ipv4.ip_forward=0');
    }
    expect(await proved()).toMatchObject([{ subject: closed?.subject, verdict: 'MET' }]);
  });
}
