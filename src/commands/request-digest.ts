import { Secret } from '../domain/secret.js';
import type { SecretVault } from '../ports/secret-vault.js';

/** Tells whether two requests ask for the same, secrets included, without keeping what they ask. */
export function requestDigest(vault: SecretVault, mutation: string, input: object): string {
  return vault.digest(canonical([mutation, { ...input, idempotencyKey: null }]));
}

/** JSON with sorted keys, without what is undefined, secrets revealed. */
function canonical(value: unknown): string {
  if (value instanceof Secret) return JSON.stringify(value.reveal());
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    const members = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
