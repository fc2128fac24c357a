import { StatementNames } from '../../../src/edges/postgres/statement-names.js';

function nameAfterUses(names: StatementNames, text: string): string | undefined {
  names.nameOf(text);
  names.nameOf(text);
  return names.nameOf(text);
}

test('a statement has a name from its third use on, and keeps it', () => {
  const names = new StatementNames();
  expect([names.nameOf('SELECT 1'), names.nameOf('SELECT 1')]).toEqual([undefined, undefined]);
  const name = names.nameOf('SELECT 1');
  expect(name).toMatch(/^[\w-]{40,62}$/);
  expect(names.nameOf('SELECT 1')).toBe(name);
});

test('equal names of two processes mean the same', () => {
  const [one, other] = [new StatementNames(), new StatementNames()];
  expect(nameAfterUses(one, 'SELECT 1')).toBe(nameAfterUses(other, 'SELECT 1'));
  expect(nameAfterUses(one, 'SELECT 2')).not.toBe(nameAfterUses(other, 'SELECT 3'));
});

test('however many texts come, few are kept, and those that were first', () => {
  const names = new StatementNames();
  const first = nameAfterUses(names, 'SELECT 0');
  const given = Array.from({ length: 2_000 }, (_, index) => nameAfterUses(names, `SELECT ${index}`));
  expect(given.filter((name) => name !== undefined)).toHaveLength(300);
  expect(names.nameOf('SELECT 0')).toBe(first);
});

test('a long text is not kept', () => {
  expect(nameAfterUses(new StatementNames(), `SELECT ${'1'.repeat(4_000)}`)).toBeUndefined();
});

test('a renounced name is replaced once, whoever renounces it', () => {
  const names = new StatementNames();
  const old = nameAfterUses(names, 'SELECT 1') ?? '';
  names.renounce('SELECT 1', old);
  const next = names.nameOf('SELECT 1');
  expect(next).toBeDefined();
  expect(next).not.toBe(old);
  names.renounce('SELECT 1', old);
  expect(names.nameOf('SELECT 1')).toBe(next);
});
