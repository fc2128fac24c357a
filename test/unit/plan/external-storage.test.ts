import { planChange } from '../../../src/plan/plan-change.js';
import { planRepair } from '../../../src/plan/plan-repair.js';
import { stepsFor } from '../../../src/plan/steps-for.js';
import {
  fileServerId,
  managerId,
  node1Id,
  node2Id,
  publicCluster,
  withFileServer,
  withObservedFileServer,
} from '../rules/clusters.js';

type Value = ReturnType<typeof publicCluster>;

/** What a value demands of a host, as `kind key`. */
function demandedOf(spec: Value, wanted: string): readonly string[] {
  return stepsFor(spec).flatMap(({ hostId, unit }) => (hostId === wanted ? [`${unit.kind} ${unit.key}`] : []));
}

describe('the plan of user storage on a file server', () => {
  const managed = publicCluster(withFileServer);
  const observed = publicCluster(withObservedFileServer);

  it('sets up a file server that is managed: its tree, its export and its accounts', () => {
    expect(demandedOf(managed, fileServerId)).toEqual(
      expect.arrayContaining([
        'packages.installed cluster',
        'storage.directory /export',
        'storage.directory /export/home',
        'storage.export /export',
        'account.unix bakery',
      ]),
    );
    const exported = stepsFor(managed).find(({ unit }) => unit.kind === 'storage.export');
    expect(exported?.unit.input).toMatchObject({
      directory: '/export',
      server: '9.9.9.15',
      serverIsBound: false,
      clients: ['9.9.9.11', '9.9.9.12', '9.9.9.13'],
    });
  });

  it('has it tell and take quotas only where some are wanted, before the first of them is set', () => {
    const without = publicCluster((spec) => {
      withFileServer(spec);
      spec.core.quotasRequired = false;
      spec.accounts = spec.accounts.map((account) => ({ ...account, quotaBytes: null }));
    });
    expect(demandedOf(without, fileServerId)).not.toContain('storage.quota-server rpc.rquotad');
    const [bakery, ...others] = without.accounts;
    if (bakery === undefined) throw new Error('the cluster has no account');
    const first = { ...without, accounts: [{ ...bakery, quotaBytes: 1_048_576 }, ...others] };
    expect(demandedOf(first, fileServerId)).toContain('storage.quota-server rpc.rquotad');
    const { tasks } = planChange(first, []);
    const taskOf = (kind: string): number => tasks.findIndex(({ steps }) => steps.some((step) => step.kind === kind));
    expect(tasks[taskOf('account.quota')]?.needs).toContain(taskOf('storage.quota-server'));
  });

  it.each([
    ['managed', managed],
    ['observed', observed],
  ])('mounts the one share on manager and nodes, and makes homes in it by the manager (%s)', (_, spec) => {
    const mounting = stepsFor(spec).filter(({ unit }) => unit.kind === 'storage.mount');
    expect(mounting.map(({ hostId }) => hostId)).toEqual([managerId, node1Id, node2Id]);
    for (const { unit } of mounting) {
      expect(unit.input).toMatchObject({ server: '9.9.9.15', directory: '/export', target: '/chroot' });
    }
    expect(demandedOf(spec, managerId)).toEqual(
      expect.arrayContaining(['storage.directory /chroot/home', 'account.home bakery']),
    );
    expect(demandedOf(spec, managerId)).not.toContain('storage.export /chroot');
  });

  it('demands nothing of a file server that is only looked at, and plans no step there', () => {
    expect(demandedOf(observed, fileServerId)).toEqual([]);
    for (const plan of [planChange(observed, []), planRepair(observed, [])]) {
      expect(plan.tasks.filter(({ hostId }) => hostId === fileServerId).map(({ kind }) => kind)).toEqual(['OBSERVE']);
    }
  });

  it.each([
    ['managed', managed],
    ['observed', observed],
  ])('looks at the file server after everything else was done (%s)', (_, spec) => {
    const { tasks } = planChange(spec, []);
    const changing = tasks.flatMap(({ kind }, index) => (kind === 'STEPS' ? [index] : []));
    expect(tasks.find(({ hostId, kind }) => hostId === fileServerId && kind === 'OBSERVE')?.needs).toEqual(changing);
  });

  it('has nothing to do, and looks at nobody, where the ledger says what is demanded', () => {
    const ledger = stepsFor(observed).map(({ hostId, unit }) => ({
      ...{ hostId, kind: unit.kind, key: unit.key, version: unit.version, input: unit.input },
      ...({ origin: 'CREATED', firstLook: {} } as const),
    }));
    expect(planChange(observed, ledger).tasks).toEqual([]);
  });
});
