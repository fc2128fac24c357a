import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { Secret, type SecretRef } from '../../domain/secret.js';
import type { Ids } from '../../ports/ids.js';
import type { Secrets } from '../../ports/secrets.js';
import type { SecretVault } from '../../ports/secret-vault.js';
import type { Sql } from '../../ports/sql.js';
import { pack, seal, unpack, unseal } from './envelope.js';
import type { KeyEncryptionKey } from './key-file.js';

const dekBytes = 32;
/** Nonce and tag. */
const shortestWrapped = 28;
/** Far more than any plan takes, in bytes. */
const longestText = 64 << 20;
const row = z.object({
  kind: z.string(),
  kek_id: z.string(),
  wrapped_dek: z.instanceof(Buffer),
  nonce: z.instanceof(Buffer),
  ciphertext: z.instanceof(Buffer),
  tag: z.instanceof(Buffer),
});

/**
 * Secrets as rows, each under a key of its own that is wrapped by the key file's. Tenant, kind, id and version are bound into
 * both layers, so that a row copied to another place does not open.
 */
export class SecretStore implements SecretVault, Secrets {
  readonly #kek: KeyEncryptionKey;
  readonly #sql: Sql;
  readonly #ids: Ids;
  readonly #digestKey: Buffer;
  readonly #wrapKey: Buffer;

  constructor(kek: KeyEncryptionKey, sql: Sql, ids: Ids) {
    this.#kek = kek;
    this.#sql = sql;
    this.#ids = ids;
    this.#digestKey = Buffer.from(hkdfSync('sha256', kek.key, '', 'hostwright request digest', 32));
    this.#wrapKey = Buffer.from(hkdfSync('sha256', kek.key, '', 'hostwright wrapped text', 32));
  }

  async seal(sql: Sql, tenantId: string, kind: string, secret: Secret): Promise<SecretRef> {
    const secretId = this.#ids.uuid();
    const version = 1;
    const context = contextOf(tenantId, kind, secretId, version);
    const dek = randomBytes(dekBytes);
    const { nonce, ciphertext, tag } = seal(dek, Buffer.from(secret.reveal(), 'utf8'), context);
    const wrapped = pack(seal(this.#kek.key, dek, context));
    dek.fill(0);
    await sql.execute(
      `INSERT INTO secret (tenant_id, id, version, kind, kek_id, wrapped_dek, nonce, ciphertext, tag)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [tenantId, secretId, version, kind, this.#kek.id, wrapped, nonce, ciphertext, tag],
    );
    return { secretId, version };
  }

  async open(tenantId: string, { secretId, version }: SecretRef): Promise<Secret> {
    const [found] = await this.#sql.query(
      'SELECT kind, kek_id, wrapped_dek, nonce, ciphertext, tag FROM secret WHERE tenant_id = $1 AND id = $2 AND version = $3',
      [tenantId, secretId, version],
      row,
    );
    if (found === undefined) throw new Error(`secret ${secretId} version ${version} is gone`);
    if (found.kek_id !== this.#kek.id) throw new Error(`secret ${secretId} needs the key ${found.kek_id}`);
    const context = contextOf(tenantId, found.kind, secretId, version);
    const dek = unseal(this.#kek.key, unpack(found.wrapped_dek), context);
    const plaintext = unseal(dek, found, context);
    dek.fill(0);
    return new Secret(plaintext.toString('utf8'));
  }

  digest(text: string): string {
    return createHmac('sha256', this.#digestKey).update(text, 'utf8').digest('hex');
  }

  wrap(purpose: string, text: string): string {
    return pack(seal(this.#wrapKey, deflateRawSync(Buffer.from(text, 'utf8')), purpose)).toString('base64url');
  }

  unwrap(purpose: string, wrapped: string): string | undefined {
    const bytes = Buffer.from(wrapped, 'base64url');
    // The last character has bits to spare: another spelling is an altered text too.
    if (bytes.length < shortestWrapped || bytes.toString('base64url') !== wrapped) return undefined;
    try {
      const deflated = unseal(this.#wrapKey, unpack(bytes), purpose);
      return inflateRawSync(deflated, { maxOutputLength: longestText }).toString('utf8');
    } catch {
      // Whatever does not open was not wrapped here: the cipher says no more about it.
      return undefined;
    }
  }
}

/** What both layers of a secret are bound to. */
export function contextOf(tenantId: string, kind: string, secretId: string, version: number): string {
  return `${tenantId}|${kind}|${secretId}|${version}`;
}
