import 'reflect-metadata';
import { z } from 'zod';
import { ApiClient } from '../../quickstart/api-client.js';
import { assertConverged, assertNothingToDo } from '../../quickstart/assert-converged.js';
import { assertDeleted } from '../../quickstart/assert-deleted.js';
import {
  createAccount,
  declareCluster,
  domainOf,
  quickstartHosts,
  setUpCluster,
  type CreatedAccount,
  type Declared,
} from '../../quickstart/declare-cluster.js';
import { eventually } from '../../quickstart/eventually.js';
import { followOperation } from '../../quickstart/follow-operation.js';
import { hearFailure } from '../../quickstart/hear-failure.js';
import { Listener } from '../../quickstart/listener.js';
import { outputOf } from '../../quickstart/output-of.js';
import { gatherProofs, quickstartClient, type ProvenAccount } from '../../quickstart/prove.js';
import { fromGlobalId } from '../../src/domain/ids.js';
import { MadeHere } from '../../src/made-here.js';
import { brokenInvariants, watchTransitions } from '../api/engine/invariants.js';
import { Lab } from '../lab/lab.js';
import { Cloud } from './cloud.js';
import { say } from './say.js';

jest.setTimeout(1_200_000);

const answered = z.object({ token: z.string() });
const settleSeconds = 120;
const made = new MadeHere();
let cloud: Cloud;
let lab: Lab;
let client: ApiClient;
let declared: Declared;

const follow = (id: string): Promise<void> =>
  followOperation(
    () => client,
    id,
    ({ host, kind, data }) => say(`  ${host ?? ''} ${kind} ${data.step ?? ''} ${data.summary ?? data.message ?? ''}`),
  );

beforeAll(async () => {
  cloud = await Cloud.start(made);
  await watchTransitions(cloud.database);
  cloud.keepSweeping();
  const { token } = answered.parse(await cloud.function('CreateToken').call({ name: 'quickstart' }));
  client = new ApiClient(cloud.url, token);
  lab = await made.once(
    () => Lab.up({ hosts: quickstartHosts, clients: [quickstartClient] }, say),
    (running) => running.down(),
  );
  declared = await declareCluster(client, lab, follow);
  say('setting the cluster up');
  await follow(await setUpCluster(client, declared.clusterId));
});
afterAll(() => made.remove());

async function accountNamed(
  name: string,
): Promise<{ readonly created: CreatedAccount; readonly proven: ProvenAccount }> {
  const created = await createAccount(client, declared, name);
  const database = { database: name, databaseUser: name, databasePassword: created.databasePassword ?? '' };
  const databaseAddress = lab.host('db1').privateAddress ?? '';
  return { created, proven: { name, uid: created.uid, domain: domainOf(name), ...database, databaseAddress } };
}

async function provenOnHosts(account: ProvenAccount): Promise<void> {
  const proofs = await eventually('the proofs', settleSeconds, () => gatherProofs(lab, declared.proven, account));
  for (const { claim, seen } of proofs) say(`  ✓ ${claim}: ${seen}`);
}

it('sets up the cluster of the quickstart, which holds, and tells of trouble by signed webhooks', async () => {
  const { created, proven } = await accountNamed('shop1');
  await follow(created.operationId);
  await provenOnHosts(proven);
  const listener = await made.once(
    () => Listener.open(client),
    (opened) => opened.close(),
  );
  const told = await hearFailure(client, lab, declared, listener, follow);
  for (const { claim, seen } of told) say(`  ✓ ${claim}: ${seen}`);
  say(`  ✓ ${await assertConverged(client, declared.clusterId, follow)}`);
  say(`  ✓ ${await assertNothingToDo(client, declared.clusterId)}`);
  say(`  ✓ ${await assertDeleted(client, lab, declared.proven, proven, created.accountId, follow)}`);
  expect(await brokenInvariants(cloud.database)).toEqual([]);
});

/** Longer than functions are given here, so that one is killed while it waits for it. */
const slowSeconds = 70;
const limitSeconds = 40;
const begun = '/var/log/slow-useradd';

async function slowDown(host: string): Promise<void> {
  await outputOf(
    lab,
    host,
    `mv /usr/sbin/useradd /usr/sbin/useradd.real
cat >/usr/sbin/useradd <<'SLOW'
#!/bin/sh
echo begun >>${begun}
sleep ${slowSeconds}
exec /usr/sbin/useradd.real "$@"
SLOW
chmod 755 /usr/sbin/useradd`,
  );
}

const crashed = z.object({ crashes: z.int() });

it('takes over from a function that is killed at its time limit in the middle of a step, and does nothing twice', async () => {
  const [node] = declared.proven.nodes;
  const runTask = cloud.function('RunTask');
  const { handled } = cloud.source('RunTask');
  const { seconds } = runTask.limits;
  await slowDown(node);
  try {
    // Those that run were told of a later end.
    await runTask.end();
    runTask.limits.seconds = limitSeconds;
    const before = handled.length;
    const { created, proven } = await accountNamed('shop3');
    await eventually('the step has begun', 60, () => outputOf(lab, node, `test -s ${begun}`));
    await eventually('the function is killed', 2 * limitSeconds, async () => {
      if (!handled.slice(before).some(({ error }) => error?.includes('Task timed out') === true))
        throw new Error('it is not');
    });
    runTask.limits.seconds = seconds;
    await follow(created.operationId);
    expect(await outputOf(lab, node, `cat ${begun}`)).toBe('begun');
    const crashes = await cloud.database.query(
      'SELECT crashes FROM task WHERE operation_id = $1 AND crashes > 0',
      [fromGlobalId(created.operationId)?.id],
      crashed,
    );
    expect(crashes.length).toBeGreaterThan(0);
    await provenOnHosts(proven);
  } finally {
    runTask.limits.seconds = seconds;
    await outputOf(lab, node, 'mv /usr/sbin/useradd.real /usr/sbin/useradd');
  }
  expect(await brokenInvariants(cloud.database)).toEqual([]);
});
