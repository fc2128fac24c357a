import { hkdfSync } from 'node:crypto';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { KeyEncryptionKey } from '../keyfile/key-file.js';
import { storedText } from './stored-text.js';

const keyBytes = 32;
/** Far fewer could be guessed; the installation makes 64. */
const fewestCharacters = 43;

/**
 * The key that encrypts all others, derived from a random text that was made once and is never replaced.
 * @throws Error that names the secret, where its text is too short to be such
 */
export async function storedKey(client: SecretsManagerClient, arn: string): Promise<KeyEncryptionKey> {
  const text = await storedText(client, arn);
  if (text.length < fewestCharacters)
    throw new Error(`The secret ${arn} is shorter than ${fewestCharacters} characters, which is too short for a key`);
  return {
    id: 'secrets-manager',
    key: Buffer.from(hkdfSync('sha256', text, '', 'hostwright key encryption key', keyBytes)),
  };
}
