import { planProofs } from '../../../../src/commands/proofs/plan-proofs.js';
import { proofChoiceOf, proofLock } from '../../../../src/commands/proofs/proof-lock.js';
import { lockRaceProof } from '../../../../src/proofs/storage/lock-race.proof.js';
import { quotaRefusedProof } from '../../../../src/proofs/storage/quota-refused.proof.js';
import { dualCluster, managerId, node1Id, node2Id } from '../../rules/clusters.js';

describe('the plan of proofs', () => {
  it('has one task for each act, which waits for acts of its own proof only', () => {
    const context = { spec: dualCluster(), vantage: null, nonce: 'abc' };
    const { tasks } = planProofs([lockRaceProof, quotaRefusedProof], context);
    expect(
      tasks.map(({ hostId, kind, steps, needs }) => [hostId, kind, steps.map((step) => step.kind), needs]),
    ).toEqual([
      [node1Id, 'PROOF', ['proof.lock-race.hold'], []],
      [node2Id, 'PROOF', ['proof.lock-race.try'], [0]],
      [node1Id, 'PROOF', ['proof.lock-race.release'], [1]],
      [managerId, 'PROOF', ['proof.quota-refused.limit'], []],
      [node2Id, 'PROOF', ['proof.quota-refused.write'], [3]],
      [managerId, 'PROOF', ['proof.quota-refused.clear'], [4]],
    ]);
  });
});

describe('the lock of proofs', () => {
  it.each([null, '01900000-0000-7000-8000-0000000000aa'])(
    'says what was chosen, for a retry (vantage %s)',
    (vantageId) => {
      const choice = { kinds: ['TRIAL_MOUNT', 'DATABASE_LOGIN'], vantageId } as const;
      const { lock, lockKeys } = proofLock(choice);
      expect(lock).toBe('SHARED');
      expect(proofChoiceOf(lockKeys)).toEqual(choice);
    },
  );

  it('is held by one operation of proofs at a time, whatever they prove', () => {
    const keysOf = (kind: 'LOCK_RACE' | 'TRIAL_MOUNT'): readonly string[] =>
      proofLock({ kinds: [kind], vantageId: null }).lockKeys;
    const shared = keysOf('LOCK_RACE').filter((key) => keysOf('TRIAL_MOUNT').includes(key));
    expect(shared).toEqual(['proofs']);
  });
});
