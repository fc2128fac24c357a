import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { outputOf } from '../../../quickstart/output-of.js';
import { foundByRule, type FoundByRule } from './found-by-rule.js';
import { keptPrivate } from './kept-private.js';
import type { OneCluster } from './one-cluster.js';
import { proveCluster } from './prove-cluster.js';

const idOf = z.object({ id: z.string() });
const keys = z.object({ sshKeys: z.object({ nodes: z.array(idOf) }) });

/** Tests of a cluster whose addresses are public: by which way it answers shows a host outside of it, no router in between. */
export function directAnswers(at: () => OneCluster): void {
  let vantageId: string;

  beforeAll(async () => {
    const { server, lab } = at();
    const client = server.client();
    const { sshKeys } = await client.request('{ sshKeys(first: 1) { nodes { id } } }', {}, keys);
    const { publicAddress: address, hostKeySha256: hostKeyFingerprint } = lab.host('outside');
    const host = { sshKeyId: sshKeys.nodes[0]?.id, name: 'outside', address, hostKeyFingerprint };
    const registered = await client.mutate(
      'registerHost',
      'RegisterHostInput',
      'host { id } operation { id }',
      { idempotencyKey: randomUUID(), ...host },
      z.object({ host: idOf, operation: idOf }),
    );
    await server.follow(registered.operation.id);
    const named = { idempotencyKey: randomUUID(), name: 'outside', hostId: registered.host.id };
    const shape = z.object({ vantage: idOf });
    const made = await client.mutate('registerVantage', 'RegisterVantageInput', 'vantage { id }', named, shape);
    vantageId = made.vantage.id;
  });

  async function proved(): Promise<readonly FoundByRule[]> {
    const { server, declared } = at();
    const { clusterId } = declared;
    await server.follow(await proveCluster(server.client(), { clusterId, proofs: ['DIRECT_ANSWER'], vantageId }));
    const found = await foundByRule(server.client(), clusterId, 'R-NODE-1');
    return found.filter(({ subject }) => subject.startsWith('Address '));
  }

  it('each node is seen to answer by itself, and one whose answers go by the manager is found until they do not', async () => {
    const { lab, declared } = at();
    const address = declared.proven.serviceAddress;
    const subject = `Address ${address}`;
    const own = await proved();
    expect(own).toMatchObject([{ subject, verdict: 'MET', evidence: [{}, {}, {}] }]);
    const [manager, ...nodes] = own[0]?.evidence ?? [];
    for (const none of ['answered', 'passed'])
      expect(manager?.stdout).toMatch(new RegExp(`^${none}/80/${address} 0$`, 'm'));
    for (const node of nodes) {
      for (const some of ['knocked', 'answered', 'heard'])
        expect(node.stdout).toMatch(new RegExp(`^${some}/80/${address} [1-9]`, 'm'));
    }

    const way = `${lab.host('outside').publicAddress} via ${lab.host('manager').publicAddress}`;
    await outputOf(lab, 'node1', `ip route add ${way}`);
    try {
      expect(await proved()).toMatchObject([
        {
          ...{ subject, verdict: 'VIOLATED', messageCode: 'ANSWERS_CAME_TO_MANAGER' },
          // Which of the nodes they are of the manager cannot tell: all have the address.
          message: expect.stringMatching(/^\d+ answers of node1, node2 from /),
          remedies: [{ command: expect.stringMatching(/^ip route get /) }, {}],
        },
      ]);
    } finally {
      await outputOf(lab, 'node1', `ip route del ${way}`);
    }
    expect(await proved()).toMatchObject([{ subject, verdict: 'MET' }]);
  });

  keptPrivate(() => ({ ...at(), vantageId }));
}
