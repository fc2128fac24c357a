import { createHash } from 'node:crypto';
import { utils } from 'ssh2';
import { Secret } from '../../domain/secret.js';
import type { SshKeyPair, SshKeyPairs } from '../../ports/ssh-key-pairs.js';

function pairOf(privateKey: Secret, comment: string): SshKeyPair | undefined {
  const parsed = utils.parseKey(privateKey.reveal());
  if (parsed instanceof Error || !parsed.isPrivateKey()) return undefined;
  const blob = parsed.getPublicSSH();
  return {
    privateKey,
    publicKey: `${parsed.type} ${blob.toString('base64')} ${comment}`,
    sha256: createHash('sha256').update(blob).digest('base64').replace(/=+$/, ''),
  };
}

export const ssh2KeyPairs: SshKeyPairs = {
  generate: (comment) => {
    const pair = pairOf(new Secret(utils.generateKeyPairSync('ed25519', { comment }).private), comment);
    if (pair === undefined) throw new Error('a key that was just made cannot be read');
    return pair;
  },
  parse: pairOf,
};
