import { decidePlan } from '../../../src/plan/decide-plan.js';
import { decisionsOf } from '../../../src/plan/decided-plan.js';
import { estimateRoundTrips } from '../../../src/plan/estimate-round-trips.js';
import { planFacts } from '../../../src/plan/plan-facts.js';
import type { StoredAnswer } from '../../../src/probes/stored-answer.js';
import type { Plan, PlannedStep } from '../../../src/plan/plan.js';
import { userTables } from '../../../src/probes/accounts/user-tables.js';
import { ownLogins } from '../../../src/probes/database/own-logins.js';
import { describeQuestion, type Probe } from '../../../src/probes/probe.js';
import { installedPackages } from '../../../src/probes/packages/installed-packages.js';
import { mounts } from '../../../src/probes/storage/mounts.js';
import { packageLocks } from '../../../src/probes/packages/package-locks.js';
import { backgroundUnit } from '../../../src/probes/system/background-unit.js';
import { directoryAt } from '../../../src/probes/system/directory-at.js';

const host = 'a7a3f3a4-56fb-4f0a-9bb5-1f6b2f9f5a01';
const now = new Date('2026-01-02T03:04:05Z');

type Said = readonly [Probe<unknown>, string, secondsAgo?: number];

function decided(steps: readonly PlannedStep[], ...said: readonly Said[]): ReturnType<typeof decisionsOf> {
  const answers = new Map<string, StoredAnswer>(
    said.map(([probe, stdout, secondsAgo = 0]) => [
      probe.id,
      {
        ...{ command: describeQuestion(probe.question), answer: { exitCode: 0, stdout, stderr: '' } },
        observedAt: new Date(now.getTime() - secondsAgo * 1000),
      },
    ]),
  );
  return decisionsOf(decidePlan(planOf(steps), [], planFacts(new Map([[host, answers]]), now)));
}

/** Each step is visited by itself, one after the other. */
function planOf(steps: readonly PlannedStep[]): Plan {
  return {
    tasks: steps.map((step, index) => ({
      ...{ hostId: host, kind: 'STEPS', phase: 'PREPARE', steps: [step] },
      needs: index === 0 ? [] : [index - 1],
    })),
  };
}

function step(kind: string, key: string, input: object, direction: 'MAKE' | 'REMOVE' = 'MAKE'): PlannedStep {
  return { kind, version: 1, key, direction, units: [{ key, input, planned: null }] };
}

const directory = (path: string, inside: string | null = null): PlannedStep =>
  step('storage.directory', path, { host, path, mode: '0755', inside });
const packages = step('packages.installed', 'cluster', { purpose: 'cluster', packages: ['quota'] });
const quotaServer = step('storage.quota-server', 'rpc.rquotad', { host });

const absent = 'absent\n';
const noUnit = 'ActiveState=inactive\nInactiveEnterTimestampMonotonic=0\n1\n';
const noMounts: Said = [mounts(), ''];

describe('the decisions of a plan', () => {
  it('are unknown where a host was never asked, and where that is too long ago', () => {
    const path = directory('/a');
    expect(decided([path], noMounts)).toMatchObject([
      { unit: { decision: 'UNKNOWN', summary: expect.stringMatching(/no look has brought/) } },
    ]);
    expect(decided([path], noMounts, [directoryAt('/a'), absent, 901])).toMatchObject([
      { unit: { decision: 'UNKNOWN', summary: expect.stringMatching(/901 s old; at most 900 s count/) } },
    ]);
  });

  it('are the changes that a visit would make', () => {
    const [one] = decided([directory('/a')], noMounts, [directoryAt('/a'), absent]);
    expect(one?.unit).toMatchObject({
      decision: 'CHANGE',
      changes: [{ change: { do: 'makeDirectory', path: '/a' }, contentBefore: null }],
    });
  });

  it('are conflicts with what they rest on where an answer cannot be read', () => {
    const [one] = decided([directory('/a')], noMounts, [directoryAt('/a'), 'nonsense']);
    expect(one?.unit.decision).toBe('CONFLICT');
    expect(one?.unit.evidence.map(({ answer }) => answer.stdout)).toContain('nonsense');
  });

  it('depend on packages that are yet to be installed where a step needs them', () => {
    const missing: Said[] = [
      [installedPackages(['quota']), ''],
      [backgroundUnit('hostwright-packages-cluster.service'), noUnit],
      [packageLocks(), 'readable\n'],
    ];
    const units = decided([packages, quotaServer], ...missing);
    expect(units.map(({ unit }) => unit.decision)).toEqual([expect.stringMatching(/CHANGE|CONFLICT/), 'CONDITIONAL']);
    expect(units[1]?.unit.conditionalOn).toEqual({ hostId: host, kind: 'packages.installed', key: 'cluster' });
  });

  it('tell of packages that are missing as long as a look at those counts, and of what was under way for a minute', () => {
    const unit = backgroundUnit('hostwright-packages-cluster.service');
    const failed = 'ActiveState=failed\nInactiveEnterTimestampMonotonic=18000000\n19\nE: it failed\n';
    const held = 'readable\n/var/lib/dpkg/lock 6554 1795814221 /user.slice apt-get\n';
    const told = (secondsAgo: number, ofUnit: string, locks: string) => {
      const looked: Said = [installedPackages(['quota']), '', secondsAgo];
      return decided([packages], looked, [unit, ofUnit, secondsAgo], [packageLocks(), locks, secondsAgo])[0]?.unit;
    };
    expect(told(86_400, noUnit, 'readable\n')?.decision).toBe('CHANGE');
    expect(told(86_401, noUnit, 'readable\n')?.decision).toBe('UNKNOWN');
    expect(told(60, failed, 'readable\n')?.decision).toBe('CONFLICT');
    expect(told(61, failed, 'readable\n')).toMatchObject({
      ...{ decision: 'UNKNOWN', summary: expect.stringContaining('61 s old; at most 60 s count') },
    });
    expect(told(60, noUnit, held)?.decision).toBe('WAITS');
    expect(told(61, noUnit, held)?.decision).toBe('UNKNOWN');
  });

  it('are unknown where a look could tell, though a step that is needed is not made yet', () => {
    const account = { name: 'one', uid: 20_000, gid: 20_000 };
    const user = step('account.unix', 'one', { accountId: host, ...account });
    const home = step('account.home', 'one', { host, ...account, discard: false });
    const tables: Said = [userTables(), 'root:x:0:0:root:/root:/bin/bash\n%\nroot:x:0:\n%\n'];
    const at: Said = [directoryAt('/chroot/home/one'), absent];
    const said = (...more: readonly Said[]): readonly string[] =>
      decided([user, home], tables, ...more).map(({ unit }) => unit.decision);
    expect(said(noMounts)).toEqual(['CHANGE', 'UNKNOWN']);
    expect(said(noMounts, [directoryAt('/chroot/home/one'), absent, 901])).toEqual(['CHANGE', 'UNKNOWN']);
    // As it was shown, so it is by the look before it is applied.
    expect(said(noMounts, at)).toEqual(['CHANGE', 'CHANGE']);
  });

  it('depend on our login to a server that the plan makes: until it is there, nobody can be asked', () => {
    const password = { secretId: host, version: 1 };
    const local = { host, address: '10.0.0.1' };
    const login = step('database.login', 'local', {
      ...{ ...local, user: 'hostwright_0123456789ab', from: ['10.0.0.1'], credential: password },
    });
    const database = step('database.account', 'one', {
      ...{ accountId: host, name: 'one', user: 'one', password, hosts: ['10.0.0.1'], loginCanBeTried: false },
      ...{ ownOf: host, discard: false },
    });
    const units = decided([login, database], [ownLogins(), '']);
    expect(units.map(({ unit }) => unit.decision)).toEqual(['CHANGE', 'CONDITIONAL']);
    expect(units[1]?.unit.conditionalOn).toEqual({ hostId: host, kind: 'database.login', key: 'local' });
  });

  it('do not depend on members of their own set, which are changed in the same visit', () => {
    const account = (name: string, uid: number): object => ({ accountId: host, name, uid, gid: uid });
    const both: PlannedStep = {
      ...{ kind: 'account.unix', version: 1, key: '3f', direction: 'MAKE' },
      units: [
        { key: 'one', input: account('one', 20_000), planned: null },
        { key: 'two', input: account('two', 20_001), planned: null },
      ],
    };
    const tables: Said = [userTables(), 'root:x:0:0:root:/root:/bin/bash\n\nroot:x:0:\n'];
    expect(decided([both], tables).map(({ unit }) => unit.decision)).not.toContain('CONDITIONAL');
    const apart = [
      { ...both, units: both.units.slice(0, 1) },
      { ...both, units: both.units.slice(1) },
    ];
    const later = decided(apart, tables);
    expect(later[1]?.unit.decision).toBe(later[0]?.unit.decision === 'UNCHANGED' ? 'UNCHANGED' : 'CONDITIONAL');
  });

  it('cost one round trip where nothing is to be changed, and three otherwise', () => {
    const plan = planOf([directory('/a')]);
    const known = (said: string): number =>
      estimateRoundTrips(
        decidePlan(
          plan,
          [],
          planFacts(
            new Map([
              [
                host,
                new Map(
                  [noMounts, [directoryAt('/a'), said] as const].map(([probe, stdout]) => [
                    probe.id,
                    {
                      ...{ command: describeQuestion(probe.question), observedAt: now },
                      answer: { exitCode: 0, stdout, stderr: '' },
                    },
                  ]),
                ),
              ],
            ]),
            now,
          ),
        ),
      );
    expect(known(absent)).toBe(3);
  });

  it('of a trial are to leave everything as it is, whatever is known of the host', () => {
    const trial = step('proof.trial-mount', 'TRIAL_MOUNT', { source: '10.0.0.1:/chroot', nonce: 'abc' });
    const plan: Plan = {
      tasks: [{ hostId: host, kind: 'PROOF', phase: 'SERVICES', steps: [trial], needs: [] }],
    };
    const [told, ...others] = decisionsOf(decidePlan(plan, [], planFacts(new Map(), now)));
    expect(others).toEqual([]);
    expect(told?.unit).toMatchObject({ key: 'TRIAL_MOUNT', decision: 'TRIAL', changes: [] });
    expect(told?.unit.summary).toBe(
      'mounts 10.0.0.1:/chroot in a place of its own, writes a file there, and takes both away',
    );
  });
});
