import { discarding } from '../../../../src/commands/revisions/discarding.js';
import type { Plan, PlannedStep } from '../../../../src/plan/plan.js';

const host = '01900000-0000-7000-8000-000000000001';
const secretOf = (account: number): string => `01900000-0000-7000-8000-00000000010${account}`;

function home(name: string, uid: number, direction: 'MAKE' | 'REMOVE' = 'REMOVE'): PlannedStep {
  const input = { host, name, uid, gid: uid, discard: false };
  return { kind: 'account.home', version: 1, key: name, direction, units: [{ key: name, input, planned: null }] };
}

function database(name: string, account: number): PlannedStep {
  const password = { secretId: secretOf(account), version: 1 };
  const input = { name, user: name, password, hosts: ['10.0.0.2'], loginCanBeTried: false, discard: false };
  const units = [{ key: name, input, planned: null }];
  return { kind: 'database.account', version: 1, key: name, direction: 'REMOVE', units };
}

function planOf(...steps: readonly PlannedStep[]): Plan {
  return { tasks: [{ hostId: host, kind: 'STEPS', phase: 'ACCOUNTS', steps, needs: [] }] };
}

function discarded(plan: Plan): readonly string[] {
  return plan.tasks.flatMap(({ steps }) =>
    steps.flatMap(({ kind, units }) =>
      units.flatMap(({ key, input }) =>
        typeof input === 'object' && input !== null && 'discard' in input && input.discard === true
          ? [`${kind}/${key}`]
          : [],
      ),
    ),
  );
}

describe('deleting accounts with their data', () => {
  it('deletes home and database of the account, and no other', () => {
    const plan = planOf(home('a', 20_000), database('shop', 0), home('b', 20_001), database('b', 1));
    const owners = new Set([`uid/${20_000}`, `secret/${secretOf(0)}`] as const);
    expect(discarded(discarding(plan, owners))).toEqual(['account.home/a', 'database.account/shop']);
  });

  it('keeps the data of another account whose name is that of a deleted database', () => {
    const owners = new Set([`uid/${20_000}`, `secret/${secretOf(0)}`] as const);
    expect(discarded(discarding(planOf(home('shop', 20_001)), owners))).toEqual([]);
  });

  it('keeps the data of a later account of the same name', () => {
    const owners = new Set([`uid/${20_000}`] as const);
    expect(discarded(discarding(planOf(home('a', 20_007)), owners))).toEqual([]);
  });

  it('never deletes where something is made', () => {
    const owners = new Set([`uid/${20_000}`] as const);
    expect(discarded(discarding(planOf(home('a', 20_000, 'MAKE')), owners))).toEqual([]);
  });

  it('deletes nothing where nobody asked for it', () => {
    const plan = planOf(home('a', 20_000));
    expect(discarding(plan, new Set())).toBe(plan);
  });
});
