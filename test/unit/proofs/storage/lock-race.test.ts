import { lockAttempt, lockRaceProof } from '../../../../src/proofs/storage/lock-race.proof.js';
import { dualCluster, managerId, node1Id, node2Id, withFileServer } from '../../rules/clusters.js';
import { said } from '../said.js';

const context = { vantage: null, nonce: 'abc' };

describe('LOCK_RACE', () => {
  it('has one client hold the lock, every other one try, and the first give it back after all of them', () => {
    const acts = lockRaceProof.acts({ ...context, spec: dualCluster() });
    expect(acts.map(({ hostId, trial, after }) => [hostId, trial.kind, after])).toEqual([
      [node1Id, 'proof.lock-race.hold', []],
      [node2Id, 'proof.lock-race.try', [0]],
      [node1Id, 'proof.lock-race.release', [1]],
    ]);
  });

  it('has the manager race too where it mounts user storage itself', () => {
    const spec = dualCluster(withFileServer);
    expect(lockRaceProof.acts({ ...context, spec }).map(({ hostId }) => hostId)).toEqual([
      managerId,
      node1Id,
      node2Id,
      managerId,
    ]);
  });

  it('needs two clients', () => {
    const alone = dualCluster(({ core }) => core.members.pop());
    expect(lockRaceProof.notApplicable(alone)).toBe('A race needs two hosts that mount user storage.');
    expect(lockRaceProof.notApplicable(dualCluster())).toBeNull();
  });

  it.each([
    ['held', { is: 'held', said: '' }],
    ['lost', { is: 'lost', said: '' }],
    ['won', { is: 'won', said: '' }],
    ['refused 71 flock: 9: No locks available', { is: 'refused', said: '71 flock: 9: No locks available' }],
  ])('reads: %s', (text, value) => {
    expect(said(lockAttempt(), text)).toEqual({ known: true, value });
  });

  it.each([
    ['absent', 'NO_SHARE_THERE', '/chroot is no share there'],
    ['over', 'TRIAL_OVER', 'nobody held the lock when it was tried'],
    ['', 'NOT_UNDERSTOOD', 'the host did not say what came of the lock'],
  ])('does not know from "%s" who won', (text, code, reason) => {
    expect(said(lockAttempt(), text)).toEqual({ known: false, code, reason });
  });

  it('does not know it where the trial itself failed', () => {
    const reason = 'flock ended with 1: mkdir: Permission denied';
    expect(said(lockAttempt(), { exitCode: 1, stderr: 'mkdir: Permission denied\n' })).toEqual({
      known: false,
      code: 'COMMAND_FAILED',
      reason,
    });
  });
});
