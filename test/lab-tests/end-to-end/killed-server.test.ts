import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';
import { assertConverged, assertNothingToDo, assertUnchanged } from '../../../quickstart/assert-converged.js';
import { createAccount, declareCluster, quickstartHosts } from '../../../quickstart/declare-cluster.js';
import { planChange } from '../../../src/plan/plan-change.js';
import { packagesInstalled } from '../../../src/steps/packages/packages-installed.step.js';
import { stepRegistry } from '../../../src/steps/registry.js';
import { Lab } from '../../lab/lab.js';
import { thorough } from '../../thorough.js';
import { balanced, dualCluster, managerId, withLocalDatabase, withSite } from '../../unit/rules/clusters.js';
import { MortalServer } from './mortal-server.js';
import { trialDeaths } from './proofs.js';
import { settledHosts } from './settled-hosts.js';
import { applyPlan, lookFor, planOf } from './shown-plan.js';

jest.setTimeout(1_200_000);

/** This long after its change was sent, a step is somewhere within it. */
const within = (kind: string): string => `visit.changing.${kind}+60`;

/**
 * Where the server dies, life after life, with one task at once: in the order in which a planned setup gets there, which looks at
 * its hosts first, and spread so that no task is cut as often as would give it up.
 */
const deathsOfSetup: readonly string[] = [
  'command.committing#1',
  'command.committed#1',
  'outbox.sent#1',
  'task.claiming#1',
  'look.recording#3',
  // On the node that lacks a package: nodes come first, since the manager mounts their logs.
  within('packages.installed'),
  within('storage.directory'),
  within('logs.mount'),
  'sweep.takingOver#1',
  'visit.recording#1',
  'task.claimed#2',
  within('network.address'),
  'visit.verified#1',
  // With the export, which nodes wait for with their mounts.
  'visit.looked#2',
  'visit.begun#1',
  within('database.server'),
  within('balancing.director'),
  within('storage.mount'),
  'task.recorded#1',
  'look.recording#1',
];
/** Of a repair that makes a dropped login anew: in a setup it is open whether nodes come before it. */
const deathsOfRepair: readonly string[] = [within('database.login')];
/** Of one account after the other: which of its tasks comes first is open. */
const deathsOfAccounts: Readonly<Record<string, readonly string[]>> = {
  shop1: ['outbox.claimed#1', within('account.unix'), within('database.account'), within('account.home')],
  shop2: ['visit.changed#1'],
};
/** Of a file server and of accounts with a quota, which this cluster does not have; the loop of all kinds cuts them too. */
const ofOtherClusters = ['storage.quota-server', 'account.quota'];
/** Not on the way of a setup that goes well; tests of the engine, of webhooks and of proofs die there. */
const elsewhere = [
  ...trialDeaths,
  ...['fault.recording', 'sweep.givingUp', 'sweep.ending', 'sweep.tellingStuck'],
  ...['webhook.claimed', 'webhook.fanningOut', 'webhook.recorded', 'webhook.sent'],
];

const started = z.object({ operation: z.object({ id: z.string() }) });

interface Settled {
  readonly hosts: Awaited<ReturnType<typeof settledHosts>>;
}

/** What each task of a setup makes, one after the other, of a cluster as it is set up here. */
function tasksOf(
  edit: Parameters<typeof dualCluster>[0],
): readonly { readonly host: string; readonly kinds: readonly string[] }[] {
  const whole = dualCluster((spec) => {
    balanced({})(spec);
    withLocalDatabase(spec);
    edit?.(spec);
  });
  return planChange(whole, []).tasks.map(({ hostId, steps }) => ({
    host: hostId,
    kinds: steps.map(({ kind }) => kind),
  }));
}

/** Something for the package step to do: these hosts have it installed already. */
async function removeAPackage(lab: Lab): Promise<void> {
  const { exitCode, stderr } = await lab.run('node2', 'dpkg --remove --force-depends nfs-common', 60);
  if (exitCode !== 0) throw new Error(`node2: ${stderr}`);
}

/** Something for the repair to do. */
async function dropTheLogin(lab: Lab): Promise<void> {
  const script = `mariadb -BN <<'SQL' | mariadb
SELECT CONCAT('DROP USER ', QUOTE(User), '@', QUOTE(Host), ';') FROM mysql.user WHERE User LIKE 'hostwright\\_%';
SQL`;
  const { exitCode, stderr } = await lab.run('manager', script, 60);
  if (exitCode !== 0) throw new Error(`manager: ${stderr}`);
}

async function repair(client: ApiClient, clusterId: string): Promise<string> {
  const input = { idempotencyKey: 'repair', clusterId };
  const { operation } = await client.mutate('repairCluster', 'RepairClusterInput', 'operation { id }', input, started);
  return operation.id;
}

/** Dies at the places that are of interest. */
async function setUp(isOfInterest: (place: string) => boolean): Promise<Settled> {
  const data = mkdtempSync(join(tmpdir(), 'hostwright-killed-'));
  chmodSync(data, 0o755);
  const server = new MortalServer(data);
  let lab: Lab | undefined;
  try {
    await server.start();
    const booted = await Lab.up({ hosts: quickstartHosts });
    lab = booted;
    await removeAPackage(booted);
    const declared = await declareCluster(server.client(), booted, server.follow, { localDatabase: true });
    await server.follow(
      await lookFor(server.client(), await planOf(server.client(), 'setUpCluster', { clusterId: declared.clusterId })),
    );
    const plan = await planOf(server.client(), 'setUpCluster', { clusterId: declared.clusterId });
    const operation = await server.dieAt(deathsOfSetup.filter(isOfInterest), () =>
      applyPlan(server.client(), plan, 'setup'),
    );
    await server.follow(operation);
    await dropTheLogin(booted);
    const repairing = await server.dieAt(deathsOfRepair.filter(isOfInterest), () =>
      repair(server.client(), declared.clusterId),
    );
    await server.follow(repairing);
    for (const [name, places] of Object.entries(deathsOfAccounts)) {
      const deaths = places.filter(isOfInterest);
      if (deaths.length === 0 && !thorough) continue;
      const accountOperation = await server.dieAt(deaths, async () => {
        const { operationId } = await createAccount(server.client(), declared, name, `account ${name}`);
        return operationId;
      });
      await server.follow(accountOperation);
    }
    // What a dead server began on a host may still make the first visit there wait.
    await assertUnchanged(server.client(), declared.clusterId, server.follow);
    await assertConverged(server.client(), declared.clusterId, server.follow);
    await assertNothingToDo(server.client(), declared.clusterId);
    return { hosts: await settledHosts(booted) };
  } finally {
    await server.stop();
    await lab?.down();
    rmSync(data, { recursive: true, force: true });
  }
}

describe('a server that is killed', () => {
  it('is killed here at every place that is marked for it, and within a change of every kind of step', () => {
    const sources = readdirSync(join(__dirname, '../../../src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(__dirname, '../../../src', file), 'utf8'));
    const marked = sources.flatMap((text) =>
      [...text.matchAll(/failpoint\('([A-Za-z.-]+)'\)/g)].map(([, name]) => name),
    );
    const deaths = [...deathsOfSetup, ...deathsOfRepair, ...Object.values(deathsOfAccounts).flat()].map((place) =>
      place.replace(/[#+]\d+$/, ''),
    );
    expect([...deaths, ...elsewhere]).toEqual(expect.arrayContaining(marked));
    const cut = deaths.flatMap((place) => /^visit\.changing\.(.+)$/.exec(place)?.[1] ?? []);
    expect(stepRegistry.map(({ kind }) => kind)).toEqual(expect.arrayContaining(cut));
    // A kind that is not named is in one task with a kind that is, and both are sent to the host in one change.
    const tasks = tasksOf(withSite('NGINX', 'bakery.example')).map(({ kinds }) => kinds);
    const within = new Set(tasks.filter((kinds) => kinds.some((kind) => cut.includes(kind))).flat());
    expect(stepRegistry.map(({ kind }) => kind).filter((kind) => !within.has(kind))).toEqual(ofOtherClusters);
  });

  it('dies within changes of a setup in the order of their tasks, so that none is waited for that is done already', () => {
    const tasks = tasksOf((spec) => {
      withSite('NGINX', null)(spec);
      spec.accounts = [];
    });
    const last = deathsOfSetup
      .flatMap((place) => /^visit\.changing\.(.+)\+\d+$/.exec(place)?.[1] ?? [])
      // The manager has what it needs installed already.
      .map((kind) =>
        tasks.findLastIndex(
          ({ kinds, host }) => kinds.includes(kind) && (host !== managerId || kind !== packagesInstalled.kind),
        ),
      );
    expect(last).not.toContain(-1);
    expect(last).toEqual(last.toSorted((one, other) => one - other));
  });

  it('goes on after every death, and leaves the hosts as one that was never disturbed', async () => {
    // Every place, and hosts to compare with, only where time allows: the engine's own are died at on hosts in memory in every
    // run, and what is left on these is looked at by a repair that finds nothing to do.
    const [killed, undisturbed] = await Promise.all([
      setUp((place) => thorough || place.startsWith('visit.changing.')),
      thorough ? setUp(() => false) : null,
    ]);
    if (undisturbed !== null) expect(killed.hosts).toEqual(undisturbed.hosts);
  });
});
