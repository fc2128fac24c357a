import { limitedWrite, quotaRefusedProof } from '../../../../src/proofs/storage/quota-refused.proof.js';
import { dualCluster, managerId, node2Id } from '../../rules/clusters.js';
import { said } from '../said.js';

describe('QUOTA_REFUSED', () => {
  it('limits on the manager, writes on a node, and clears up on the manager', () => {
    const acts = quotaRefusedProof.acts({ spec: dualCluster(), vantage: null, nonce: 'abc' });
    expect(acts.map(({ hostId, trial, after }) => [hostId, trial.kind, after])).toEqual([
      [managerId, 'proof.quota-refused.limit', []],
      [node2Id, 'proof.quota-refused.write', [0]],
      [managerId, 'proof.quota-refused.clear', [1]],
    ]);
  });

  it('says what came of setting the limit', () => {
    const [limit] = quotaRefusedProof.acts({ spec: dualCluster(), vantage: null, nonce: 'abc' });
    const summary = (stdout: string): string | undefined => limit?.trial.summary({ exitCode: 0, stdout, stderr: '' });
    expect(summary('limited\n')).toBe('a trial group may use 1024 KiB');
    expect(summary('refused setquota: no quotas here\n')).toBe('no limit can be set: setquota: no quotas here');
    expect(summary('taken 65001\n')).toBe('not known: the trial needs the number 65001, which a user or group has');
  });

  it('has nothing to show where no quota is wanted', () => {
    const spec = dualCluster(({ core }) => (core.quotasRequired = false));
    expect(quotaRefusedProof.notApplicable(spec)).toContain('No quota is wanted');
    expect(quotaRefusedProof.notApplicable(dualCluster())).toBeNull();
  });

  it('reads whether a write was refused, and takes a write without a limit for nothing', () => {
    expect(said(limitedWrite(), 'refused')).toEqual({ known: true, value: { is: 'refused' } });
    expect(said(limitedWrite(), 'written')).toEqual({ known: true, value: { is: 'written' } });
    expect(said(limitedWrite(), 'over')).toEqual({
      known: false,
      code: 'TRIAL_OVER',
      reason: 'no limit was set before it was tried',
    });
    expect(said(limitedWrite(), 'absent')).toEqual({
      known: false,
      code: 'NO_SHARE_THERE',
      reason: '/chroot is no share there',
    });
    expect(said(limitedWrite(), { exitCode: 1, stderr: 'dd: x' })).toEqual({ known: false, code: 'COMMAND_FAILED', reason: 'dd ended with 1: dd: x' }); // prettier-ignore
  });
});
