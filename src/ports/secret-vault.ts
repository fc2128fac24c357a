import type { Secret, SecretRef } from '../domain/secret.js';
import type { Sql } from './sql.js';

/** Stores new secrets, encrypted, in the transaction of what needs them. */
export interface SecretVault {
  /** `kind` says what it is for (`ssh-key`, `mysql-password`); it is bound into the encryption. */
  seal(sql: Sql, tenantId: string, kind: string, secret: Secret): Promise<SecretRef>;
  /** Hex digest that tells equal texts from different ones and tells nobody without our key what they were. */
  digest(text: string): string;
  /** Encrypts a text for somebody else to keep: under our key, bound to its purpose, and no longer than need be; base64url. */
  wrap(purpose: string, text: string): string;
  /** The text again; undefined for what we did not wrap for this purpose, altered texts included. */
  unwrap(purpose: string, wrapped: string): string | undefined;
}
