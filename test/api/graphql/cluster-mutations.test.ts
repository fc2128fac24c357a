import { z } from 'zod';
import { toGlobalId } from '../../../src/domain/ids.js';
import { ApiWorld, newKey } from './api-world.js';
import { aClusterSetUp, aDraft, lookAtHosts, publicCluster, rowId } from './declared.js';
import { thrice } from './thrice.js';

const identified = z.looseObject({ id: z.string() });
const planned = z.looseObject({ tasks: z.array(z.looseObject({ steps: z.array(z.looseObject({})) })) });

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.open();
});
afterAll(() => world.end());

describe('of a cluster', () => {
  test('createCluster declares a draft with everything that belongs to it', async () => {
    const tenant = await world.tenant();
    const { manager, node, server, clusterId: other } = await aDraft(world, tenant);
    for (const table of ['address', 'member']) {
      await world.database.execute(`DELETE FROM ${table} WHERE cluster_id = $1`, [rowId(other)]);
    }
    const licence = { hostId: manager, kind: 'UNLIMITED', attestedAt: '2026-01-31' };
    const input = {
      ...{ name: 'bakeries', externalRef: 'c-1', quotasRequired: true, ...newKey() },
      ...publicCluster(manager, node),
      databaseServerIds: [server],
      webServer: 'NGINX',
      panel: { name: 'panel', ports: [8443], databasePort: 2306, licences: [licence] },
      ...{ ruleSet: 'INTERWORX_8', hypervisorAccess: false },
      balancedServices: [
        { address: '9.9.9.100', port: 80 },
        {
          address: '9.9.9.100',
          port: 443,
          scheduler: 'RR',
          persistenceSeconds: 0,
          weights: [{ hostId: manager, weight: 0 }],
        },
      ],
    };
    const selection = `plan { tasks { kind } findings { verdict rule { id } } } operation { id }
      cluster {
        ruleSet forwarding hypervisorAccess nat { mode } panel { name ports databasePort licences { hostId kind attestedAt } }
        name state version topology lbMode webServer externalBalancing { address } balancedServices { address port scheduler persistenceSeconds weights { hostId weight } }
        quotasRequired externalRef networks { name kind cidr }
        manager { id } quorumAddress { address purpose host { id } network { name } }
        userStorage { mode exportPath fileServer { id } } revision { number author core } appliedRevision { number }
        hosts(first: 10) { nodes { id role cluster { name } addresses(first: 5) { nodes { address } } } }
        databaseServers(first: 10) { nodes { id } } revisions(first: 3) { nodes { number schema at cluster { name } } }
      }`;
    const { first, validated } = await thrice(world, tenant.operator, 'createCluster', input, selection);
    expect(validated).toMatchObject({ cluster: null, operation: null, plan: { tasks: [] } });
    expect(first).toMatchObject({
      operation: null,
      cluster: {
        ...{ name: 'bakeries', state: 'DRAFT', version: 1, topology: 'PUBLIC', quotasRequired: true },
        ...{ ruleSet: 'INTERWORX_8', forwarding: 'DR', hypervisorAccess: false, nat: null },
        panel: { name: 'panel', ports: [8443], databasePort: 2306, licences: [licence] },
        ...{ lbMode: 'MANAGED', webServer: 'NGINX', externalBalancing: [] },
        balancedServices: [
          { address: '9.9.9.100', port: 80, scheduler: 'WLC', persistenceSeconds: 300, weights: [] },
          {
            ...{ address: '9.9.9.100', port: 443, scheduler: 'RR', persistenceSeconds: 0 },
            weights: [{ hostId: manager, weight: 0 }],
          },
        ],
        networks: [{ name: 'public', kind: 'PUBLIC', cidr: '9.9.9.0/24' }],
        manager: { id: manager },
        quorumAddress: { address: '9.9.9.10', purpose: 'QUORUM', host: { id: manager }, network: { name: 'public' } },
        userStorage: { mode: 'MANAGER_LOCAL', exportPath: null, fileServer: null },
        revision: { number: 1, author: 'operator', core: { panel: { name: 'panel' } } },
        appliedRevision: null,
        hosts: {
          nodes: [
            { id: manager, role: 'MANAGER', cluster: { name: 'bakeries' } },
            { id: node, role: 'NODE', addresses: { nodes: [{ address: '9.9.9.12' }] } },
          ],
        },
        databaseServers: { nodes: [{ id: server }] },
        revisions: { nodes: [{ number: 1, schema: 1, cluster: { name: 'bakeries' } }] },
      },
    });
  });

  test("somebody else's balancer is told its duties", async () => {
    const tenant = await world.tenant();
    const { manager, node, clusterId: other } = await aDraft(world, tenant);
    for (const table of ['address', 'member']) {
      await world.database.execute(`DELETE FROM ${table} WHERE cluster_id = $1`, [rowId(other)]);
    }
    const selection = `cluster { lbMode externalBalancing {
      address port scheduler persistenceSeconds forwarding targets { hostId address weight } duties } }`;
    const input = {
      ...{ name: 'bakeries', lbMode: 'EXTERNAL', ...newKey() },
      ...publicCluster(manager, node),
      balancedServices: [{ address: '9.9.9.100', port: 80, weights: [{ hostId: node, weight: 3 }] }],
    };
    const { first } = await thrice(world, tenant.operator, 'createCluster', input, selection);
    expect(first).toMatchObject({
      cluster: {
        lbMode: 'EXTERNAL',
        externalBalancing: [
          {
            ...{ address: '9.9.9.100', port: 80, scheduler: 'WLC', persistenceSeconds: 300, forwarding: 'DR' },
            targets: [{ hostId: node, address: '9.9.9.12', weight: 3 }],
            duties: [
              expect.stringContaining('Hold 9.9.9.100, answer ARP for it'),
              expect.stringContaining('9.9.9.100:80 by direct routing'),
              expect.stringContaining('over 9.9.9.12 with weight 3.'),
              'Keep a client with the same node for 300 s.',
              expect.stringContaining('Connect to port 80'),
            ],
          },
        ],
      },
    });
  });

  test('setUpCluster plans and starts what separates the ledger from the value, and nothing when it is done', async () => {
    const tenant = await world.tenant();
    const draft = await aDraft(world, tenant);
    await lookAtHosts(world, tenant, draft);
    const selection = `cluster { state operations(first: 5, state: PENDING) { nodes { id } } }
      operation { id kind state target cluster { id } progress { tasksTotal stepsTotal stepsDone } }
      plan { disruptive tasks { hostId phase needs steps { kind direction subjects disruptive } } findings { verdict } }`;
    const input = { clusterId: draft.clusterId, expectedVersion: 1, ...newKey() };
    const { first, validated } = await thrice(world, tenant.operator, 'setUpCluster', input, selection);
    const { plan, ...answer } = z.looseObject({ plan: planned }).parse(first);
    expect(validated).toMatchObject({ operation: null, plan });
    const { length } = plan.tasks.flatMap(({ steps }) => steps);
    expect(length).toBeGreaterThan(5);
    expect(answer).toMatchObject({
      cluster: { state: 'SETTING_UP', operations: { nodes: [{}] } },
      operation: {
        ...{ kind: 'SET_UP_CLUSTER', state: 'PENDING', target: draft.clusterId, cluster: { id: draft.clusterId } },
        progress: { tasksTotal: plan.tasks.length, stepsTotal: length, stepsDone: 0 },
      },
    });

    const done = await aClusterSetUp(world, tenant, 'done', '9.9.8');
    await lookAtHosts(world, tenant, done, '9.9.8');
    const again = { clusterId: done.clusterId, ...newKey() };
    const repeated = await world.mutate(
      tenant.operator,
      'setUpCluster',
      again,
      'plan { tasks { kind } } cluster { state }',
    );
    expect(repeated.data).toMatchObject({
      setUpCluster: { userErrors: [], plan: { tasks: [] }, cluster: { state: 'ACTIVE' } },
    });
  });

  test('a device in front of the cluster is told what it has to hand on', async () => {
    const tenant = await world.tenant();
    const nat = { mode: 'PORT_FORWARDING', publicAddresses: ['9.9.9.9'], forwardTarget: '10.0.0.100' };
    const acknowledge = [{ rule: 'R-NET-NAT-7', subject: 'Cluster behind' }];
    const draft = { name: 'behind', topology: 'PRIVATE_NAT', nat, acknowledge, ...newKey() };
    const selection = `cluster { forwardRules { rules { protocol publicAddress port lastPort targetAddress service }
      nftables: text(format: NFTABLES) iptables: text(format: IPTABLES) table: text(format: TABLE) } }`;
    const created = await world.mutate(tenant.operator, 'createCluster', draft, selection);
    const rule = { publicAddress: '9.9.9.9', targetAddress: '10.0.0.100' };
    expect(created.data).toMatchObject({
      createCluster: {
        userErrors: [],
        cluster: {
          forwardRules: {
            rules: expect.arrayContaining([
              { ...rule, protocol: 'TCP', port: 2443, lastPort: 2443, service: 'panel over TLS' },
              { ...rule, protocol: 'TCP', port: 61_000, lastPort: 65_534, service: 'FTP data, passive' },
              { ...rule, protocol: 'UDP', port: 53, lastPort: 53, service: 'DNS' },
            ]),
            nftables: expect.stringContaining('table ip hostwright-behind {'),
            iptables: expect.stringContaining('-p tcp -m tcp --dport 2443 -j DNAT --to-destination 10.0.0.100'),
            table: expect.stringMatching(/^TCP +9\.9\.9\.9 +2443 +10\.0\.0\.100 +2443 /m),
          },
        },
      },
    });
    const other = { name: 'outside', topology: 'PUBLIC', ...newKey() };
    const without = await world.mutate(
      tenant.operator,
      'createCluster',
      other,
      'cluster { forwardRules { rules { port } } }',
    );
    expect(without.data).toMatchObject({ createCluster: { cluster: { forwardRules: null } } });
  });

  test('setUpCluster refuses nodes behind NAT without an address that reaches the manager', async () => {
    const tenant = await world.tenant();
    const declared = await aDraft(world, tenant);
    const { manager, node, clusterId: other } = declared;
    for (const table of ['address', 'member']) {
      await world.database.execute(`DELETE FROM ${table} WHERE cluster_id = $1`, [rowId(other)]);
    }
    const held = (address: string, purpose: string): object => ({ network: 'back', address, purpose });
    const draft = {
      name: 'behind-nat',
      topology: 'PRIVATE_NAT',
      networks: [{ name: 'back', kind: 'PRIVATE', cidr: '10.0.0.0/24' }],
      quorumAddress: '10.0.0.10',
      members: [
        {
          hostId: manager,
          role: 'MANAGER',
          addresses: [held('10.0.0.11', 'HOST'), held('10.0.0.10', 'QUORUM'), held('10.0.0.100', 'SERVICE')],
        },
        { hostId: node, role: 'NODE' },
      ],
      ...newKey(),
    };
    const created = await world.mutate(tenant.operator, 'createCluster', draft, 'cluster { id }');
    const clusterId = created.string('createCluster.cluster.id');
    await lookAtHosts(world, tenant, declared, '10.0.0');
    const answer = await world.mutate(tenant.operator, 'setUpCluster', { clusterId, ...newKey() }, 'operation { id }');
    const violated = { code: 'RULE_VIOLATED', severity: 'ERROR' };
    expect(answer.data).toMatchObject({
      setUpCluster: {
        operation: null,
        userErrors: [
          { ...violated, subject: 'Host shop-node', rule: { id: 'R-NET-2' } },
          { ...violated, subject: 'Host shop-node', rule: { id: 'R-NET-NAT-2' } },
          { ...violated, severity: 'WARNING', subject: 'Cluster behind-nat', rule: { id: 'R-NET-NAT-4' } },
        ],
      },
    });
  });

  test('repairCluster plans every step anew, and retryOperation only what is missing', async () => {
    const tenant = await world.tenant();
    const { clusterId } = await aClusterSetUp(world, tenant);
    const judging = 'plan { findings { rule { id moments } subject verdict } findingsBefore { rule { id } verdict } }';
    const judged = { validateOnly: true, ...newKey() };
    const shown = await world.mutate(tenant.operator, 'repairCluster', { clusterId, ...judged }, judging);
    const findings = z.array(z.object({ rule: z.object({ moments: z.array(z.string()) }) }));
    const moments = findings.parse(shown.at('repairCluster.plan.findings')).flatMap(({ rule }) => rule.moments);
    expect(new Set(moments)).toEqual(new Set(['declared', 'before', 'after']));

    const selection = 'operation { id kind retryOf { id } } plan { tasks { steps { kind } } }';
    const { first } = await thrice(world, tenant.operator, 'repairCluster', { clusterId, ...newKey() }, selection);
    const { operation, plan } = z.object({ operation: identified, plan: planned }).parse(first);
    expect(operation).toMatchObject({ kind: 'REPAIR_CLUSTER' });
    expect(plan.tasks.length).toBeGreaterThan(1);

    await world.database.execute(`UPDATE operation SET state = 'FAILED', finished_at = now() WHERE id = $1`, [
      rowId(operation.id),
    ]);
    const failed = { operationId: operation.id, ...newKey() };
    const again = await world.mutate(tenant.operator, 'retryOperation', { ...failed, ...judged, ...newKey() }, judging);
    expect(again.at('retryOperation.plan')).toEqual(shown.at('repairCluster.plan'));
    const retried = await thrice(world, tenant.operator, 'retryOperation', failed, selection);
    expect(retried.first).toMatchObject({ operation: { kind: 'REPAIR_CLUSTER', retryOf: { id: operation.id } } });
  });

  test('an operation has time for each of many addresses, which are bound one after the other', async () => {
    const tenant = await world.tenant();
    const { clusterId } = await aClusterSetUp(world, tenant);
    await world.database.execute(
      `UPDATE revision SET core = jsonb_set(core, '{members,0,addresses}', core->'members'->0->'addresses' || (
         SELECT jsonb_agg(jsonb_build_object('network', 'public', 'address', '9.9.9.' || n, 'purpose', 'SERVICE'))
         FROM generate_series(101, 220) n)) WHERE cluster_id = $1`,
      [rowId(clusterId)],
    );
    const selection = 'userErrors { message } operation { createdAt deadline }';
    const answer = await world.mutate(tenant.operator, 'repairCluster', { clusterId, ...newKey() }, selection);
    expect(answer.at('repairCluster.userErrors')).toEqual([]);
    const at = (field: string): number => Date.parse(answer.string(`repairCluster.operation.${field}`));
    expect(at('deadline') - at('createdAt')).toBeGreaterThanOrEqual(120 * 20 * 1_000);
  });

  test.each([
    ['retryOperation', { operationId: '' }],
    ['setUpCluster', { clusterId: '' }],
  ])('%s looks at every host where the cluster does not hold although all steps were made', async (mutation, input) => {
    const tenant = await world.tenant();
    const done = await aClusterSetUp(world, tenant);
    const { clusterId } = done;
    await lookAtHosts(world, tenant, done);
    const row = z.object({ id: z.uuid() });
    const fail = `UPDATE operation SET state = 'FAILED' WHERE tenant_id = $1 AND kind = 'SET_UP_CLUSTER' RETURNING id`;
    const [failed] = await world.database.query(fail, [tenant.id], row);
    await world.database.execute(`UPDATE cluster SET state = 'DEGRADED' WHERE tenant_id = $1`, [tenant.id]);
    const ids = 'operationId' in input ? { operationId: toGlobalId('Operation', failed?.id ?? '') } : { clusterId };
    const answer = await world.mutate(tenant.operator, mutation, { ...ids, ...newKey() }, 'plan { tasks { kind } }');
    const looks = Array.from({ length: 3 }, () => ({ kind: 'OBSERVE' }));
    expect(answer.at(`${mutation}.plan.tasks`)).toEqual(looks);
  });
});
