import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { proofKinds, type Act } from '../../../src/proofs/proof.js';
import { proofRegistry, trialOfKind } from '../../../src/proofs/registry.js';
import { dualCluster, managerId, node1Id, node2Id } from '../rules/clusters.js';

const outside = '01900000-0000-7000-8000-0000000000aa';
const vantage = { hostId: outside, sourceAddress: '8.8.4.4' };

function actsOf(kind: string): readonly Act[] {
  const proof = proofRegistry.find((one) => one.kind === kind);
  return proof?.acts({ spec: dualCluster(), vantage, nonce: '0123456789abcdef' }) ?? [];
}

describe('the registry of proofs', () => {
  it('has every kind that the API names once, and every file', () => {
    expect(proofRegistry.map(({ kind }) => kind).toSorted()).toEqual([...proofKinds].toSorted());
    const folder = join(__dirname, '../../../src/proofs');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.proof.ts'),
    );
    expect(files).toHaveLength(proofRegistry.length);
  });

  it('has a kind of its own for every trial, by which a stored task finds it again', () => {
    const kinds = proofRegistry.flatMap(({ trials }) => trials.map(({ kind }) => kind));
    expect(new Set(kinds).size).toBe(kinds.length);
    for (const kind of kinds) expect(trialOfKind(kind)?.kind).toBe(kind);
    expect(trialOfKind('proof.of-newer-code')).toBeUndefined();
  });

  it.each(proofKinds)('%s asks hosts of the cluster and the vantage only, and nobody waits for a later act', (kind) => {
    const known = [managerId, node1Id, node2Id, outside];
    for (const [index, { hostId, after }] of actsOf(kind).entries()) {
      expect(known).toContain(hostId);
      for (const earlier of after) expect(earlier).toBeLessThan(index);
    }
  });

  it.each(proofKinds)('%s is stored and read again without a change', (kind) => {
    for (const { trial } of actsOf(kind)) {
      const stored: unknown = JSON.parse(JSON.stringify(trial.input));
      expect(trialOfKind(trial.kind)?.of(stored)).toMatchObject({ question: trial.question, factId: trial.factId });
    }
  });

  it.each(proofKinds)('%s writes under its mark only, and its texts hold no value', (kind) => {
    for (const { trial } of actsOf(kind)) {
      if (trial.question.via !== 'shell') continue;
      const { script, args } = trial.question;
      for (const value of args.filter((one) => one.length > 3 && one !== '/chroot'))
        expect(script).not.toContain(value);
      for (const [, name] of script.matchAll(/--unit=["']?([\w$-]+)/g))
        expect(name).toMatch(/^(hostwright-proof-|\$unit)/);
    }
  });
});
