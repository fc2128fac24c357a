import { outputOf } from '../../../quickstart/output-of.js';
import { expectOwnAnswers } from './expect-own-answers.js';
import { foundByRule, type FoundByRule } from './found-by-rule.js';
import { keptPrivate } from './kept-private.js';
import type { OneCluster } from './one-cluster.js';
import { proveCluster } from './prove-cluster.js';
import { registerOutside } from './register-outside.js';

/** Tests of a cluster whose addresses are public: by which way it answers shows a host outside of it, no router in between. */
export function directAnswers(at: () => OneCluster): void {
  let vantageId: string;

  beforeAll(async () => {
    const { server, lab } = at();
    vantageId = await registerOutside(server.client(), lab, (operationId) => server.follow(operationId));
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
    expectOwnAnswers(await proved(), address, 2);

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
