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
    // The library writes about one key in 250 so that it cannot read it itself; ten in a row would be another fault.
    for (let attempt = 1; attempt <= 10; attempt++) {
      const pair = pairOf(new Secret(utils.generateKeyPairSync('ed25519', { comment }).private), comment);
      if (pair !== undefined) return pair;
    }
    throw new Error('keys that were just made cannot be read');
  },
  parse: pairOf,
};
