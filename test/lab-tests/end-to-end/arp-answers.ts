import { z } from 'zod';
import type { Lab } from '../../lab/lab.js';

const neighbours = z.array(z.object({ dst: z.string(), lladdr: z.string().optional() }));

/** The link addresses that a client learned of an address when it asked anew before each of several connections. */
export async function arpAnswers(
  lab: Lab,
  address: string,
  connect: () => Promise<unknown>,
): Promise<ReadonlySet<string | undefined>> {
  const learned = new Set<string | undefined>();
  for (let time = 0; time < 5; time++) {
    await lab.runInClient('client', ['ip', 'neigh', 'flush', 'to', address]);
    await connect();
    const { stdout } = await lab.runInClient('client', ['ip', '-j', 'neigh', 'show', 'to', address]);
    for (const { lladdr } of neighbours.parse(JSON.parse(stdout))) learned.add(lladdr);
  }
  return learned;
}
