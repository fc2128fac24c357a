import { z } from 'zod';
import { resourceName } from '../../domain/spec.js';
import type { Command } from '../command.js';
import { annotations, keyed, secretText } from '../mutation-input.js';
import { refused } from '../user-error.js';

const input = z.strictObject({
  ...keyed,
  ...annotations,
  name: resourceName,
  /** An unencrypted private key in OpenSSH or PEM form; a new ed25519 key is made without it. */
  privateKey: secretText(1, 20_000).nullish(),
});

/** Makes or takes over an SSH key pair; only the public half can ever be read. */
export const createSshKey: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'createSshKey',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform({ sql, ids, vault, sshKeyPairs, caller }, { name, privateKey, labels, externalRef }) {
    const comment = `hostwright-${name}`;
    const pair = privateKey == null ? sshKeyPairs.generate(comment) : sshKeyPairs.parse(privateKey, comment);
    if (pair === undefined) {
      throw refused('INVALID_INPUT', 'This is no private key in OpenSSH or PEM form, or it has a passphrase.', [
        'privateKey',
      ]);
    }
    const secret = await vault.seal(sql, caller.tenantId, 'ssh-key', pair.privateKey);
    const id = ids.uuid();
    await sql.execute(
      `INSERT INTO ssh_key (id, tenant_id, name, public_key, fingerprint, secret_id, secret_version, labels, external_ref)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[id, caller.tenantId, name, pair.publicKey, pair.sha256],
        ...[secret.secretId, secret.version, JSON.stringify(labels), externalRef],
      ],
    );
    return { ids: { sshKey: id }, target: { kind: 'SshKey', id } };
  },
};
