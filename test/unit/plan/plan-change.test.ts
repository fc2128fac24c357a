import type { LedgerRow, Plan } from '../../../src/plan/plan.js';
import { planChange } from '../../../src/plan/plan-change.js';
import type { HostStep } from '../../../src/steps/step.js';
import { anySpec, fakeKind, type FakeStep } from './fake-kinds.js';

/** A registry of the named kinds that demands exactly these steps. */
function registryOf(
  kinds: Record<string, { set?: boolean; alone?: boolean; version?: number }>,
  steps: FakeStep[],
): HostStep[] {
  return Object.entries(kinds).map(([kind, options]) => fakeKind(kind, steps, options));
}

/** The ledger after everything that a registry demands was made. */
function madeBy(registry: readonly HostStep[]): LedgerRow[] {
  return registry.flatMap((step) =>
    step.demandedBy(anySpec).map(({ hostId, unit }): LedgerRow => ({
      hostId,
      kind: unit.kind,
      key: unit.key,
      version: unit.version,
      input: JSON.parse(JSON.stringify(unit.input)),
      origin: 'CREATED',
      firstLook: {},
    })),
  );
}

/** A plan as short text: `host: steps <- needed tasks`. */
function outline(plan: Plan): string[] {
  return plan.tasks.map(({ hostId, kind, steps, needs }) => {
    const what =
      kind === 'STEPS' ? steps.map((s) => `${s.direction === 'REMOVE' ? '-' : '+'}${s.kind}/${s.key}`).join(' ') : kind;
    return `${hostId}: ${what}${needs.length === 0 ? '' : ` <- ${needs.join(' ')}`}`;
  });
}

const on = (hostId: string, kind: string, key = 'x'): { hostId: string; kind: string; key: string } => ({
  hostId,
  kind,
  key,
});

describe('the plan of a change', () => {
  it('visits each host once when one host waits for another', () => {
    const registry = registryOf({ package: {}, export: {}, mount: {} }, [
      { kind: 'package', host: 'node', key: 'x' },
      { kind: 'package', host: 'manager', key: 'x' },
      { kind: 'export', host: 'manager', key: 'x', needs: [on('manager', 'package')] },
      { kind: 'mount', host: 'node', key: 'x', needs: [on('node', 'package'), on('manager', 'export')] },
    ]);
    expect(outline(planChange(anySpec, [], registry))).toEqual([
      'manager: +package/x +export/x',
      'node: +package/x +mount/x <- 0',
      'manager: OBSERVE <- 0',
      'node: OBSERVE <- 1',
    ]);
  });

  it('visits a host twice when two hosts wait for each other', () => {
    const registry = registryOf({ first: {}, second: {}, third: {} }, [
      { kind: 'first', host: 'a', key: 'x' },
      { kind: 'second', host: 'b', key: 'x', needs: [on('a', 'first')] },
      { kind: 'third', host: 'a', key: 'x', needs: [on('b', 'second')] },
    ]);
    expect(outline(planChange(anySpec, [], registry)).slice(0, 3)).toEqual([
      'a: +first/x',
      'b: +second/x <- 0',
      'a: +third/x <- 1',
    ]);
  });

  it('starts a new task where a step reads what an earlier one of the same task writes', () => {
    const registry = registryOf({ group: {}, user: {}, other: {} }, [
      { kind: 'group', host: 'a', key: 'x', writes: ['groups'] },
      { kind: 'user', host: 'a', key: 'x', reads: ['groups'] },
      { kind: 'other', host: 'a', key: 'x', reads: ['mounts'] },
    ]);
    expect(outline(planChange(anySpec, [], registry))).toEqual([
      'a: +group/x +other/x',
      'a: +user/x <- 0',
      'a: OBSERVE <- 0 1',
    ]);
  });

  it('keeps the members of a set in one step per shard although each writes what all read', () => {
    const steps = Array.from({ length: 600 }, (_, index) => ({
      kind: 'user',
      host: 'a',
      key: `u${index}`,
      writes: ['users'],
    }));
    const [task, ...rest] = planChange(anySpec, [], registryOf({ user: { set: true } }, steps)).tasks;
    expect(rest.map(({ kind }) => kind)).toEqual(['OBSERVE']);
    expect(task?.steps.length).toBeLessThanOrEqual(256);
    expect(task?.steps.reduce((sum, step) => sum + step.units.length, 0)).toBe(600);
    expect(new Set(task?.steps.map(({ key }) => key)).size).toBe(task?.steps.length);
  });

  it('gives a step that must be alone a task of its own and does not cut the others apart', () => {
    const registry = registryOf({ package: {}, address: { alone: true }, mount: {}, link: {} }, [
      { kind: 'package', host: 'a', key: 'x' },
      { kind: 'address', host: 'a', key: '1' },
      { kind: 'address', host: 'a', key: '2' },
      { kind: 'mount', host: 'a', key: 'x', needs: [on('a', 'address', '1')] },
      { kind: 'link', host: 'a', key: 'x', needs: [on('a', 'address', '2')] },
    ]);
    expect(outline(planChange(anySpec, [], registry)).slice(0, 4)).toEqual([
      'a: +package/x',
      'a: +address/1',
      'a: +address/2',
      'a: +mount/x +link/x <- 1 2',
    ]);
  });

  it('is empty when the ledger says what is demanded', () => {
    const registry = registryOf({ package: {}, user: { set: true } }, [
      { kind: 'package', host: 'a', key: 'x' },
      { kind: 'user', host: 'a', key: 'u', content: 'c' },
    ]);
    expect(planChange(anySpec, madeBy(registry), registry).tasks).toEqual([]);
  });

  it('takes another input or version on the same key as a change', () => {
    const before = madeBy(
      registryOf({ file: {}, unit: {} }, [
        { kind: 'file', host: 'a', key: 'x', content: 'old' },
        { kind: 'unit', host: 'a', key: 'x' },
      ]),
    );
    const registry = registryOf({ file: {}, unit: { version: 2 } }, [
      { kind: 'file', host: 'a', key: 'x', content: 'new' },
      { kind: 'unit', host: 'a', key: 'x' },
    ]);
    const plan = planChange(anySpec, before, registry);
    expect(outline(plan)[0]).toBe('a: +file/x +unit/x');
    expect(plan.tasks[0]?.steps.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('removes in the reversed order of needs', () => {
    const kinds = { package: {}, export: {}, mount: {} };
    const before = madeBy(
      registryOf(kinds, [
        { kind: 'package', host: 'm', key: 'x' },
        { kind: 'export', host: 'm', key: 'x', needs: [on('m', 'package')] },
        { kind: 'mount', host: 'n', key: 'x', needs: [on('m', 'export')] },
      ]),
    );
    expect(outline(planChange(anySpec, before, registryOf(kinds, []))).slice(0, 2)).toEqual([
      'n: -mount/x',
      'm: -export/x -package/x <- 0',
    ]);
  });

  it('removes what a step needed only after the step has become something else', () => {
    const kinds = { export: {}, mount: {} };
    const before = madeBy(
      registryOf(kinds, [
        { kind: 'export', host: 'old', key: 'x' },
        { kind: 'mount', host: 'n', key: 'x', content: 'old', needs: [on('old', 'export')] },
      ]),
    );
    const registry = registryOf(kinds, [
      { kind: 'export', host: 'new', key: 'x' },
      { kind: 'mount', host: 'n', key: 'x', content: 'new', needs: [on('new', 'export')] },
    ]);
    expect(outline(planChange(anySpec, before, registry)).slice(0, 3)).toEqual([
      'new: +export/x',
      'n: +mount/x <- 0',
      'old: -export/x <- 1',
    ]);
  });

  it('removes what was made for something before that becomes something else', () => {
    const kinds = { export: {}, mount: {} };
    const mount = (host: string): FakeStep => ({ kind: 'mount', host, key: 'x', needs: [on('manager', 'export')] });
    const before = registryOf(kinds, [
      { kind: 'export', host: 'manager', key: 'x', content: 'to a and b' },
      ...[mount('a'), mount('b')],
    ]);
    const after = registryOf(kinds, [
      { kind: 'export', host: 'manager', key: 'x', content: 'to a and c' },
      ...[mount('a'), mount('c')],
    ]);
    expect(outline(planChange(anySpec, madeBy(before), after)).slice(0, 3)).toEqual([
      'b: -mount/x',
      'manager: +export/x <- 0',
      'c: +mount/x <- 1',
    ]);
  });

  it('changes first what a removal waits for in turn', () => {
    const before = registryOf({ a: {}, b: {}, c: {} }, [
      { kind: 'a', host: 'h', key: 'x', content: 'old' },
      { kind: 'b', host: 'h', key: 'x', needs: [on('h', 'a')] },
      { kind: 'c', host: 'h', key: 'x', content: 'old', needs: [on('h', 'b')] },
    ]);
    const after = registryOf({ a: {}, b: {}, c: {} }, [
      { kind: 'a', host: 'h', key: 'x', content: 'new' },
      { kind: 'c', host: 'h', key: 'x', content: 'new', needs: [on('h', 'a')] },
    ]);
    expect(outline(planChange(anySpec, madeBy(before), after))[0]).toBe('h: +a/x +c/x -b/x');
  });

  it('refuses a need that the value does not demand', () => {
    const registry = registryOf({ mount: {} }, [{ kind: 'mount', host: 'n', key: 'x', needs: [on('m', 'export')] }]);
    expect(() => planChange(anySpec, [], registry)).toThrow('which the value does not demand');
  });

  it('refuses steps that wait for each other', () => {
    const registry = registryOf({ one: {}, two: {} }, [
      { kind: 'one', host: 'a', key: 'x', needs: [on('b', 'two')] },
      { kind: 'two', host: 'b', key: 'x', needs: [on('a', 'one')] },
    ]);
    expect(() => planChange(anySpec, [], registry)).toThrow('waits for itself');
  });

  it('refuses to remove what a newer version made', () => {
    const before = madeBy(registryOf({ future: {} }, [{ kind: 'future', host: 'a', key: 'x' }]));
    expect(() => planChange(anySpec, before, registryOf({ mount: {} }, []))).toThrow('a newer version made it');
  });
});
