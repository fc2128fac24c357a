import fc from 'fast-check';
import type { LedgerRow, Plan } from '../../../src/plan/plan.js';
import { planChange } from '../../../src/plan/plan-change.js';
import type { HostStep } from '../../../src/steps/step.js';
import { anySpec, fakeKind, type FakeStep } from './fake-kinds.js';

const kinds = ['k0', 'k1', 'k2', 'k3', 'k4'];
const hosts = ['h0', 'h1', 'h2', 'h3'];
const facts = ['f0', 'f1', 'f2'];

interface Drawn {
  readonly kind: number;
  readonly host: number;
  readonly content: string;
  readonly needs: readonly { kind: number; host: number }[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

const drawn: fc.Arbitrary<Drawn[]> = fc.uniqueArray(
  fc.record({
    kind: fc.nat(kinds.length - 1),
    host: fc.nat(hosts.length - 1),
    content: fc.constantFrom('a', 'b'),
    needs: fc.array(fc.record({ kind: fc.nat(kinds.length - 1), host: fc.nat(hosts.length - 1) }), { maxLength: 3 }),
    reads: fc.subarray(facts),
    writes: fc.subarray(facts),
  }),
  { selector: ({ kind, host }) => `${kind} ${host}`, maxLength: 20 },
);
const options = fc.array(fc.record({ set: fc.boolean(), alone: fc.boolean() }), { minLength: 5, maxLength: 5 });

/** Needs point to demanded steps of earlier kinds only, as those of real kinds do. */
function stepsOf(all: readonly Drawn[]): FakeStep[] {
  const exists = new Set(all.map(({ kind, host }) => `${kind} ${host}`));
  return all.map(({ kind, host, content, needs, reads, writes }) => ({
    kind: kinds[kind] ?? '',
    host: hosts[host] ?? '',
    key: 'x',
    content,
    reads: [...reads],
    writes: [...writes],
    needs: needs
      .filter((need) => need.kind < kind && exists.has(`${need.kind} ${need.host}`))
      .map((need) => ({ hostId: hosts[need.host] ?? '', kind: kinds[need.kind] ?? '', key: 'x' })),
  }));
}

function registryOf(all: readonly Drawn[], how: readonly { set: boolean; alone: boolean }[]): HostStep[] {
  return kinds.map((kind, index) => fakeKind(kind, stepsOf(all), how[index]));
}

function ledgerOf(registry: readonly HostStep[]): LedgerRow[] {
  return registry
    .flatMap((step) => step.demandedBy(anySpec))
    .map(({ hostId, unit: { kind, key, version, input } }) => ({
      hostId,
      kind,
      key,
      version,
      input,
      origin: 'CREATED',
      firstLook: {},
    }));
}

interface Done {
  readonly task: number;
  readonly place: number;
  readonly direction: string;
}

/** Where each step is in the plan. */
function places(plan: Plan): Map<string, Done> {
  const found = new Map<string, Done>();
  plan.tasks.forEach((task, index) => {
    task.steps.forEach(({ kind, units, direction }, place) => {
      for (const { key } of units) {
        const name = `${task.hostId} ${kind} ${key}`;
        expect(found.has(name)).toBe(false);
        found.set(name, { task: index, place, direction });
      }
    });
  });
  return found;
}

/** Whether a task runs only after another, by needs alone. */
function waitsFor(plan: Plan, task: number, other: number): boolean {
  return (plan.tasks[task]?.needs ?? []).some((need) => need === other || waitsFor(plan, need, other));
}

describe('any plan', () => {
  it('holds exactly the differences, in tasks that wait only for earlier ones', () => {
    fc.assert(
      fc.property(drawn, drawn, options, (before, after, how) => {
        const ledger = ledgerOf(registryOf(before, how));
        const registry = registryOf(after, how);
        const plan = planChange(anySpec, ledger, registry);
        plan.tasks.forEach((task, index) => expect(task.needs.every((need) => need < index)).toBe(true));

        const rows = new Map(ledger.map((row) => [`${row.hostId} ${row.kind} ${row.key}`, JSON.stringify(row.input)]));
        const demanded = new Map(
          registry
            .flatMap((step) => step.demandedBy(anySpec))
            .map(({ hostId, unit }) => [`${hostId} ${unit.kind} ${unit.key}`, JSON.stringify(unit.input)]),
        );
        const expected = [
          ...[...demanded].filter(([name, input]) => rows.get(name) !== input).map(([name]) => `MAKE ${name}`),
          ...[...rows.keys()].filter((name) => !demanded.has(name)).map((name) => `REMOVE ${name}`),
        ];
        expect([...places(plan)].map(([name, { direction }]) => `${direction} ${name}`).sort()).toEqual(
          expected.sort(),
        );
      }),
    );
  });

  it('does what a step needs before it, and removes it after it', () => {
    fc.assert(
      fc.property(drawn, drawn, options, (before, after, how) => {
        const was = registryOf(before, how);
        const registry = registryOf(after, how);
        const plan = planChange(anySpec, ledgerOf(was), registry);
        const place = places(plan);
        const isBefore = (one: Done, other: Done): boolean =>
          one.task === other.task ? one.place <= other.place : waitsFor(plan, other.task, one.task);
        for (const { hostId, unit } of registry.flatMap((step) => step.demandedBy(anySpec))) {
          const mine = place.get(`${hostId} ${unit.kind} ${unit.key}`);
          for (const need of unit.needs) {
            const needed = place.get(`${need.hostId} ${need.kind} ${need.key}`);
            if (mine !== undefined && needed !== undefined) expect(isBefore(needed, mine)).toBe(true);
          }
        }
        for (const { hostId, unit } of was.flatMap((step) => step.demandedBy(anySpec))) {
          const mine = place.get(`${hostId} ${unit.kind} ${unit.key}`);
          for (const need of unit.needs) {
            const needed = place.get(`${need.hostId} ${need.kind} ${need.key}`);
            if (mine !== undefined && needed?.direction === 'REMOVE') expect(isBefore(mine, needed)).toBe(true);
          }
        }
      }),
    );
  });

  it('never lets a step look while one of its own task has yet to change what it reads, sets aside', () => {
    fc.assert(
      fc.property(drawn, options, (after, how) => {
        const registry = registryOf(after, how);
        const plan = planChange(anySpec, [], registry);
        for (const task of plan.tasks.filter(({ kind }) => kind === 'STEPS')) {
          const units = task.steps.map((step) => ({
            kind: step.kind,
            unit: registry.find(({ kind }) => kind === step.kind)?.unit(step.units[0]?.input),
          }));
          units.forEach(({ kind, unit }, index) => {
            const written = units
              .slice(0, index)
              .filter((other) => other.kind !== kind)
              .flatMap((other) => other.unit?.writes ?? []);
            const ids = new Set(written.map(({ id }) => id));
            expect(unit?.probes.some(({ id }) => ids.has(id))).toBe(false);
          });
          const alone = task.steps.some(({ kind }) => how[kinds.indexOf(kind)]?.alone === true);
          if (alone) expect(task.steps).toHaveLength(1);
        }
      }),
    );
  });

  it('is the same plan for the same operands', () => {
    fc.assert(
      fc.property(drawn, options, (after, how) => {
        expect(planChange(anySpec, [], registryOf(after, how))).toEqual(
          planChange(anySpec, [], registryOf(after, how)),
        );
      }),
    );
  });

  it('is empty between a value and itself', () => {
    fc.assert(
      fc.property(drawn, options, (after, how) => {
        const registry = registryOf(after, how);
        expect(planChange(anySpec, ledgerOf(registry), registry).tasks).toEqual([]);
      }),
    );
  });
});
