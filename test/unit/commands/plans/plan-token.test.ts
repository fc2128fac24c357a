import { randomBytes } from 'node:crypto';
import { differences } from '../../../../src/commands/plans/differences.js';
import type { PlanOutline } from '../../../../src/commands/plans/plan-outline.js';
import {
  longestToken,
  openToken,
  tokenOf,
  tokenThatFits,
  type PlannedMutation,
} from '../../../../src/commands/plans/plan-token.js';
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

  it('does not open where another release has put in what this one does not know', () => {
    const sealed = (more: object): string => ours.wrap('plan token', JSON.stringify({ ...content, ...more }));
    expect(openToken(ours, tenantId, sealed({}))).toEqual(content);
    expect(openToken(ours, tenantId, sealed({ outline: { ...content.outline, later: [] } }))).toBeUndefined();
  });

  it('is not taken for what was wrapped for another purpose', () => {
    expect(openToken(ours, tenantId, ours.wrap('another purpose', JSON.stringify(content)))).toBeUndefined();
  });
});

describe('the token of a plan that fits into a request', () => {
  const perHost = { kinds: 9, changes: 3 };
  const host = (number: number): string => `0199${number.toString(16).padStart(4, '0')}-${randomIds.uuid().slice(9)}`;
  const hosts = Array.from({ length: 1_000 }, (_, number) => host(number));
  /** Nothing of a digest repeats, so that nothing makes a token shorter. */
  const digest = (): string => randomBytes(32).toString('hex');
  const unitsOf = (hostId: string): PlanOutline['units'] =>
    Array.from({ length: perHost.kinds }, (_unit, number) => ({
      ...({ hostId, kind: `kind.${number}`, key: 'cluster', direction: 'MAKE', decision: 'CHANGE' } as const),
      changes: Array.from({ length: perHost.changes }, () => ({ description: 'write a file', digest: digest() })),
    }));
  const objections = (hostId: string): PlanOutline['findings'] =>
    ['R-RES-1', 'R-RES-2', 'R-RES-3'].map((rule) => ({
      ...{ rule, moment: 'before', subject: `Host ${hostId}`, verdict: 'VIOLATED', code: 'SMALL', severity: 'WARNING' },
    }));
  const planFor = (some: readonly string[]): PlannedMutation & { readonly outline: PlanOutline } => ({
    ...content,
    // As long as a manifest of so many hosts is, and as hard to make shorter.
    input: { manifest: some.map((hostId) => `${hostId} ${'198.51.100.1 10.0.0.1 '.repeat(6)}`).join('\n') },
    outline: {
      ...{ clusterId: randomIds.uuid(), revision: 1, ledgerVersion: '1', shape: digest() },
      units: some.flatMap(unitsOf),
      findings: some.flatMap(objections),
    },
  });

  it('knows every step of a plan on a few hosts', () => {
    const few = planFor(hosts.slice(0, 3));
    expect(openToken(ours, tenantId, tokenThatFits(ours, few) ?? '')).toEqual(few);
  });

  it('of a plan that changes much on each of a thousand hosts is given, and tells on which of them it is another', () => {
    const many = planFor(hosts);
    expect(tokenOf(ours, many).length).toBeGreaterThan(longestToken);
    const given = tokenThatFits(ours, many) ?? '';
    expect(given.length).toBeLessThan(longestToken);
    const opened = openToken(ours, tenantId, given);
    expect(opened).toMatchObject({ mutation: many.mutation, input: many.input, hash: many.hash });
    if (opened === undefined) throw new Error('it does not open');
    const hostName = (hostId: string): string => `host ${hosts.indexOf(hostId)}`;
    const words = { hostName, conflicts: new Map<string, string>(), said: new Map<string, { message: string }>() };
    expect(differences(opened.outline, many.outline, words)).toEqual([]);
    const [first = '', ...rest] = hosts;
    const units = [...unitsOf(first), ...many.outline.units.filter(({ hostId }) => rest.includes(hostId))];
    expect(differences(opened.outline, { ...many.outline, units }, words)).toEqual([
      'host 0: what would be done is not what was shown',
    ]);
  });

  it('is none where nothing makes it short enough', () => {
    const long = { manifest: randomBytes(longestToken).toString('base64') };
    expect(tokenThatFits(ours, { ...planFor(hosts.slice(0, 1)), input: long })).toBeNull();
  });
});
