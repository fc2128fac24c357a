import { randomUUID } from 'node:crypto';
import { factsWithDrift } from '../../../../src/commands/compliance/facts-with-drift.js';
import type { Sql } from '../../../../src/ports/sql.js';
import { publicCluster } from '../../rules/clusters.js';
import { HostFacts, observedAt } from '../../rules/host-facts.js';

/** Says nothing, and keeps what it was asked with. */
class EmptyDatabase implements Sql {
  readonly asked: (readonly unknown[])[] = [];

  query<T>(_text: string, params: readonly unknown[]): Promise<T[]> {
    this.asked.push(params);
    return Promise.resolve([]);
  }

  execute(): Promise<number> {
    return Promise.resolve(0);
  }
}

const few = publicCluster();
const many = publicCluster((edited) => {
  const [manager] = edited.core.members;
  const last = manager?.addresses.at(-1);
  for (let at = 101; last !== undefined && at < 112; at += 1) {
    manager?.addresses.push({ ...last, purpose: 'SERVICE', address: `9.9.9.${at}` });
  }
});

describe('the ledger that drift is told by', () => {
  it('is read of each cluster for the kinds alone that are decided again for it', async () => {
    const sql = new EmptyDatabase();
    const [ofFew, ofMany] = [randomUUID(), randomUUID()];
    const clusters = [
      { id: ofFew, state: 'ACTIVE', spec: few },
      { id: ofMany, state: 'ACTIVE', spec: many },
      { id: randomUUID(), state: 'DRAFT', spec: few },
    ] as const;
    await factsWithDrift(sql, randomUUID(), clusters, new HostFacts().at(observedAt));
    const [[, ids, kinds] = []] = sql.asked;
    if (!Array.isArray(ids) || !Array.isArray(kinds)) throw new Error('the ledger was not asked');
    const pairs = ids.map((id, nth) => ({ id: String(id), kind: String(kinds[nth]) }));
    expect(pairs).toContainEqual({ id: ofFew, kind: 'network.service-loopback' });
    expect(pairs).toContainEqual({ id: ofMany, kind: 'storage.directory' });
    expect(pairs).not.toContainEqual({ id: ofMany, kind: 'network.service-loopback' });
    expect(new Set(pairs.map(({ id }) => id))).toEqual(new Set([ofFew, ofMany]));
  });
});
