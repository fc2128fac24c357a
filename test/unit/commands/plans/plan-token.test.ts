import { randomBytes } from 'node:crypto';
import { openToken, tokenOf, type PlannedMutation } from '../../../../src/commands/plans/plan-token.js';
import { SecretStore } from '../../../../src/edges/keyfile/secret-store.js';
import { randomIds } from '../../../../src/edges/node/random-ids.js';
import type { Sql } from '../../../../src/ports/sql.js';

const unused: Sql = {
  query: () => Promise.reject(new Error('nothing is stored here')),
  execute: () => Promise.reject(new Error('nothing is stored here')),
};
const vault = (): SecretStore => new SecretStore({ id: 'test', key: randomBytes(32) }, unused, randomIds);
const ours = vault();
const tenantId = randomIds.uuid();
const content: PlannedMutation = {
  ...{ planId: randomIds.uuid(), tenantId, mutation: 'createAccount', hash: 'h' },
  input: { name: 'shop', database: { password: 'canary-of-a-password' } },
  outline: { clusterId: 'c', revision: 1, ledgerVersion: '1', shape: 's', units: [], findings: [] },
  expiresAt: new Date('2026-01-02T03:04:05Z'),
};
const token = tokenOf(ours, content);

describe('the token of a plan', () => {
  it('holds mutation and input, and shows none of them', () => {
    expect(openToken(ours, tenantId, token)).toEqual(content);
    const bytes = Buffer.from(token, 'base64url').toString('latin1');
    expect(`${token} ${bytes}`).not.toMatch(/canary|createAccount/);
  });

  it('is another every time, though the plan is the same', () => {
    expect(tokenOf(ours, content)).not.toBe(token);
  });

  it('opens for its tenant and in its installation only', () => {
    expect(openToken(ours, randomIds.uuid(), token)).toBeUndefined();
    expect(openToken(vault(), tenantId, token)).toBeUndefined();
  });

  it('does not open where a single character is another, is missing or is one too many', () => {
    const altered = [...token].map(
      (letter, at) => `${token.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`,
    );
    const cut = [token.slice(1), token.slice(0, -1), `${token}A`, `${token}=`, ` ${token}`, ''];
    expect([...altered, ...cut].filter((text) => openToken(ours, tenantId, text) !== undefined)).toEqual([]);
  });

  it('is not taken for what was wrapped for another purpose', () => {
    expect(openToken(ours, tenantId, ours.wrap('another purpose', JSON.stringify(content)))).toBeUndefined();
  });
});
