import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ProofKind } from '../../../src/proofs/proof.js';
import type { FoundByRule } from './found-by-rule.js';
import type { SeenFromOutside } from './seen-from-outside.js';

/** How a cluster behind a NAT device is proved, and what is found then. */
interface Proving {
  prove(...proofs: readonly ProofKind[]): Promise<void>;
  found(rule: string): Promise<readonly FoundByRule[]>;
}

const idOf = z.object({ id: z.string() });
const declared = z.object({
  exportCluster: z.string(),
  cluster: z.object({ forwardRules: z.object({ text: z.string() }) }),
});

/** A test of what the device forwards at each of two addresses, all of it to the same one of the manager. */
export function severalPublicAddresses(at: () => SeenFromOutside, { prove, found }: Proving): void {
  const asDeclared = async (): Promise<{ readonly manifest: string; readonly printed: string }> => {
    const { server, cluster } = at();
    const query =
      'query ($id: ID!) { exportCluster(clusterId: $id) cluster(id: $id) { forwardRules { text(format: NFTABLES) } } }';
    const said = await server.client().request(query, { id: cluster.clusterId }, declared);
    return { manifest: said.exportCluster, printed: said.cluster.forwardRules.text };
  };

  async function apply(manifest: string): Promise<void> {
    const { server } = at();
    const input = { idempotencyKey: randomUUID(), manifest, setUp: true };
    const shape = z.object({ operation: idOf.nullable() });
    const { operation } = await server
      .client()
      .mutate('applyCluster', 'ApplyClusterInput', 'operation { id }', input, shape);
    if (operation !== null) await server.follow(operation.id);
  }

  function edited(text: string, former: string, wanted: string): string {
    expect(text).toContain(former);
    return text.replace(former, wanted);
  }

  it('finds what is forwarded at one public address and not at another, MySQL on request too, until all is as printed', async () => {
    const { lab, load } = at();
    const [first, second] = lab.natAddresses;
    const { manifest } = await asDeclared();
    const two = edited(manifest, `    - ${first}\n`, `    - ${first}\n    - ${second}\n`);
    const asked = edited(two, 'forwardMysql: false', 'forwardMysql: true');
    // Nobody serves it there.
    const meant = 'acknowledgements:\n  - rule: R-NET-NAT-5\n    subject: Cluster behind\n';
    await apply(edited(asked, 'acknowledgements:\n', meant));
    const { printed } = await asDeclared();
    const [ofFirst = '', ofSecond = ''] = printed.split(`ip daddr ${second} tcp `);
    const without = edited(edited(ofSecond, ' 110,', ''), ' 3306,', '');
    await load(['nft', '-f', '-'], `${ofFirst}ip daddr ${second} tcp ${without}`);
    await prove('FORWARDED_PORTS');
    const isMet = (address: string): object => ({
      ...{ subject: `Address ${address}`, verdict: 'MET' },
      evidence: [{ stdout: expect.stringMatching(/^3306 [1-9]/m) }],
    });
    const isMissing = (port: number): object => ({
      ...{ subject: `Address ${second}:${port}`, verdict: 'VIOLATED', messageCode: 'PORT_NOT_FORWARDED' },
      evidence: [{ stdout: expect.stringMatching(new RegExp(`^${port} 0$`, 'm')) }],
    });
    expect(await found('R-NET-NAT-3')).toMatchObject([isMet(first), isMissing(110), isMissing(3306)]);
    await load(['nft', '-f', '-'], printed);
    await prove('FORWARDED_PORTS');
    expect(await found('R-NET-NAT-3')).toMatchObject([isMet(first), isMet(second)]);
  });
}
