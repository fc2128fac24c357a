import { trialMount, trialMountProof } from '../../../../src/proofs/storage/trial-mount.proof.js';
import { dualCluster, managerId, node1Id, node2Id, publicCluster, withFileServer } from '../../rules/clusters.js';
import { said } from '../said.js';

const source = '10.0.0.10:/chroot';
const context = { vantage: null, nonce: 'abc' };

describe('TRIAL_MOUNT', () => {
  it('has every node mount what the manager exports at the quorum address', () => {
    const acts = trialMountProof.acts({ ...context, spec: dualCluster() });
    expect(acts.map(({ hostId }) => hostId)).toEqual([node1Id, node2Id]);
    expect(acts.map(({ trial }) => trial.factId)).toEqual([trialMount(source).id, trialMount(source).id]);
  });

  it('has manager and nodes mount the share of a file server', () => {
    const acts = trialMountProof.acts({ ...context, spec: publicCluster(withFileServer) });
    expect(acts.map(({ hostId }) => hostId)).toEqual([managerId, node1Id, node2Id]);
    expect(acts[0]?.trial.factId).toBe(trialMount('9.9.9.15:/export').id);
  });

  it('has nothing to mount while nobody is said to export', () => {
    const spec = dualCluster(({ core }) => (core.quorumAddress = null));
    expect(trialMountProof.notApplicable(spec)).toContain('declare who exports it');
    expect(trialMountProof.acts({ ...context, spec })).toEqual([]);
  });

  it.each([
    ['mounted', { is: 'mounted', said: '' }],
    ['squashed', { is: 'squashed', said: '' }],
    ['readOnly sh: 1: cannot create: Read-only file system', { is: 'readOnly', said: 'sh: 1: cannot create: Read-only file system' }], // prettier-ignore
    ['denied mount.nfs: access denied by server', { is: 'denied', said: 'mount.nfs: access denied by server' }],
  ])('reads: %s', (text, value) => {
    expect(said(trialMount(source), text)).toEqual({ known: true, value });
  });

  it.each([
    [{ exitCode: 127 }, 'COMMAND_MISSING', 'mount.nfs is not installed'],
    [{ exitCode: 124 }, 'COMMAND_LATE', 'mount.nfs did not answer in time'],
    [
      { exitCode: 32, stderr: 'mount.nfs: Connection refused' },
      'COMMAND_FAILED',
      'mount.nfs ended with 32: mount.nfs: Connection refused',
    ],
    [{ stdout: 'x' }, 'NOT_UNDERSTOOD', 'the host did not say what came of the mount'],
  ])('does not know from %j whether it is admitted', (answer, code, reason) => {
    expect(said(trialMount(source), answer)).toEqual({ known: false, code, reason });
  });
});
