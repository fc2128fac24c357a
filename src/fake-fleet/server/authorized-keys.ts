import { utils, type AuthContext, type ParsedKey } from 'ssh2';
import { AppError } from '../../domain/app-error.js';
import type { FakeHost } from '../model/fake-host.js';

export type AuthorizedKey = ParsedKey;

/** The keys of a text with one in each line, as in `authorized_keys`. */
export function authorizedKeys(text: string): readonly AuthorizedKey[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const key = utils.parseKey(line.trim());
    if (!(key instanceof Error) && !key.isPrivateKey()) return key;
    throw new AppError('BAD_REQUEST', `"${line.slice(0, 40)}" is no public SSH key. Give one as in authorized_keys.`);
  });
}

/** Whether somebody proves to have one of the keys and names a user of the host. */
export function mayEnter(attempt: AuthContext, host: FakeHost, keys: readonly AuthorizedKey[]): boolean {
  if (attempt.method !== 'publickey' || host.faults.find('refuse-auth') !== undefined) return false;
  if (!host.users.users.some(({ name }) => name === attempt.username)) return false;
  const { key: offered, signature, blob, hashAlgo } = attempt;
  const key = keys.find((one) => one.getPublicSSH().equals(offered.data));
  if (key === undefined) return false;
  // Without a signature it is only asked whether that key would do.
  return signature === undefined || blob === undefined || key.verify(blob, signature, hashAlgo) === true;
}
