import { CommandFailed } from '../model/command-failed.js';
import { grantOf, isDenied, nfsMount } from '../model/nfs-mount.js';
import { fakeTrial } from './fake-trial.js';

const target = '/run/hostwright-proof-mount';
const options = ['vers=3', 'proto=tcp', 'nolock', 'soft', 'nosuid', 'nodev'];
const mountFailed = 32;

/** A share is mounted, written and released in one go, so that only what comes of it is left to say. */
export const trialMountTrial = fakeTrial('proof.trial-mount', { source: '', nonce: '' }, (host, [source = '']) => {
  if (!host.packages.has('nfs-common')) throw new CommandFailed(127, 'mount.nfs: not found');
  try {
    const made = nfsMount(host, { source, target, fileSystem: 'nfs', options });
    if (made === 'silent') throw new CommandFailed(mountFailed, 'mount.nfs: Connection timed out');
  } catch (error) {
    if (isDenied(error)) return `denied ${error.message}\n`;
    throw error;
  }
  const granted = grantOf(host, source)?.options ?? [];
  if (granted.includes('ro')) return 'readOnly cannot create the file: Read-only file system\n';
  const keepsRoot = granted.includes('no_root_squash') && !granted.includes('all_squash');
  return keepsRoot ? 'mounted\n' : 'squashed cannot create the file: Permission denied\n';
});
