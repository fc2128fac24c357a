import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { offeredMutations } from '../../offered-mutations.js';
import {
  drifts,
  exportToNetgroup,
  filePortMapperDrifts,
  fileServerDrifts,
  forgottenDrifts,
  forgottenQuotaDrifts,
  managerAwayDrifts,
  parentExportDrifts,
  portMapperDrifts,
  quotaServerDrifts,
  squashDrifts,
  takeQuorumAddress,
  type Drift,
  type FleetHosts,
} from './drifts.js';
import { FleetWorld } from './fleet-world.js';
import { mendable, offeredByName } from './mendable.js';
import { foundKey, OfferedRemedies, offers, type Found } from './offered-remedies.js';
import { provenOnFileServer, provenOnManager, type ProvenTrouble } from './proven-troubles.js';

jest.setTimeout(300_000);

const root = join(__dirname, '..', '..', '..');

/** A cluster that is set up, and its hosts. */
class Opened {
  private constructor(
    readonly world: FleetWorld,
    readonly remedies: OfferedRemedies,
  ) {}

  static async declare(unconfirmed?: string, fileServer?: string): Promise<Opened> {
    const world = await FleetWorld.open(3);
    return new Opened(
      world,
      new OfferedRemedies(world, await world.declareCluster('MANAGED', unconfirmed, fileServer)),
    );
  }

  async hosts(): Promise<FleetHosts> {
    const host = (name: string): FakeHost => this.world.fleet.server(name).host;
    const node1Id = await this.remedies.idOnHosts('node1');
    return { manager: host('manager'), node1: host('node1'), node2: host('node2'), files: host('node2'), node1Id };
  }
}

let onManager: Opened;
let onFileServer: Opened;
let unconfirmed: readonly Found[];
let confirmed: readonly Found[];
beforeAll(async () => {
  [onManager, onFileServer] = await Promise.all([Opened.declare('node2'), Opened.declare(undefined, 'node2')]);
  unconfirmed = await onManager.remedies.found();
  await onManager.remedies.send('confirmHostKey', unconfirmed);
  confirmed = await onManager.remedies.found();
  await Promise.all([onManager.remedies.setUp(), onFileServer.remedies.setUp()]);
});
afterAll(async () => {
  await Promise.all([onManager.world.close(), onFileServer.world.close()]);
});

/** Rule and message code of what offers exactly these mutations. */
function offering(found: readonly Found[], ...mutations: readonly string[]): readonly string[] {
  const isExact = ({ remedies }: Found): boolean =>
    remedies.flatMap(({ mutation }) => mutation ?? []).join() === mutations.join();
  return found.filter(isExact).map(foundKey);
}

const rounds: readonly (readonly [string, () => Opened, readonly Drift[]])[] = [
  ['a cluster', () => onManager, drifts],
  ['a cluster whose manager is away', () => onManager, managerAwayDrifts],
  ['a cluster whose manager is forgotten by its port mapper', () => onManager, forgottenDrifts],
  ['a cluster whose manager has no port mapper', () => onManager, portMapperDrifts],
  ['a cluster whose file server has no port mapper', () => onFileServer, filePortMapperDrifts],
  ['a cluster without remote quotas', () => onFileServer, quotaServerDrifts],
  ['a cluster whose remote quotas are forgotten', () => onFileServer, forgottenQuotaDrifts],
  ['a cluster with a file server', () => onFileServer, fileServerDrifts],
  ['a cluster whose file server takes rights', () => onFileServer, squashDrifts],
  ['a cluster whose file server exports another folder', () => onFileServer, parentExportDrifts],
];
const proven: readonly (readonly [string, string, () => Opened, ProvenTrouble])[] = [
  'proveCluster',
  'repairCluster',
].flatMap((mutation) => [
  ...offeringOne(provenOnManager, mutation).map((one) => [mutation, one.what, () => onManager, one] as const),
  ...offeringOne(provenOnFileServer, mutation).map((one) => [mutation, one.what, () => onFileServer, one] as const),
]);

function offeringOne(all: readonly ProvenTrouble[], mutation: string): readonly ProvenTrouble[] {
  return all.filter((one) => one.offers.some((offered) => offered === mutation));
}

describe('a remedy that is a mutation, sent as it is, ends', () => {
  it('what is unknown for want of a confirmed key', () => {
    const ofKeys = (found: readonly Found[]): readonly Found[] => found.filter((one) => offers(one, 'confirmHostKey'));
    expect(ofKeys(unconfirmed).map(foundKey)).toContain('R-HOST-2 HOST_KEY_UNCONFIRMED');
    expect(ofKeys(confirmed)).toEqual([]);
  });

  it('nothing on clusters that were just set up: there is none', async () => {
    for (const { remedies } of [onManager, onFileServer]) expect(await remedies.found()).toEqual([]);
  });

  it.each(rounds)('what happened to the hosts of %s', async (_, opened, made) => {
    const { remedies } = opened();
    const hosts = await opened().hosts();
    for (const { make } of made) make(hosts);
    await remedies.look();
    const found = await remedies.found();
    expect(offering(found, 'repairCluster')).toEqual(expect.arrayContaining(made.flatMap((one) => one.found)));
    await remedies.send('repairCluster', found);
    expect(await remedies.found()).toEqual([]);
  });

  it.each(proven)('by %s, that %s', async (mutation, _, opened, trouble) => {
    const { proof, found: expected, make, undo, repairs } = trouble;
    const { remedies } = opened();
    const hosts = await opened().hosts();
    make(hosts);
    await remedies.prove(proof);
    const isAlone = mutation === 'repairCluster' && repairs;
    if (!isAlone) undo(hosts);
    const found = await remedies.found();
    expect(offering(found, ...trouble.offers)).toEqual(expect.arrayContaining([...expected]));
    await remedies.send(mutation, found);
    expect(await remedies.found()).toEqual([]);
    if (!isAlone) return;
    // A look alone ends what was proved before it.
    await remedies.prove(proof);
    expect(await remedies.found()).toEqual([]);
  });

  it('whether an export that does not say it means a node', async () => {
    const { remedies } = onFileServer;
    const hosts = await onFileServer.hosts();
    exportToNetgroup(hosts);
    await remedies.look();
    const found = await remedies.found();
    expect(offering(found, 'proveCluster')).toEqual(['R-STO-16 EXPORT_UNDECIDED']);
    await remedies.send('proveCluster', found);
    expect(await remedies.found()).toEqual([]);
    hosts.files.exports.sync();
    await remedies.look();
    expect(await remedies.found()).toEqual([]);
  });

  it('what keeps nodes from NFS at the quorum address, which the manager has lost', async () => {
    const { remedies } = onManager;
    takeQuorumAddress(await onManager.hosts());
    await remedies.look();
    const found = await remedies.found();
    expect(offering(found, 'repairCluster', 'observeHosts')).toContain(noConnection);
    await remedies.send('repairCluster', found);
    await remedies.send('observeHosts', found);
    expect(await remedies.found()).toEqual([]);
  });

  it('what kept the manager from the logs of a node, whose NFS server was stopped since it was looked at', async () => {
    const { remedies } = onManager;
    const { node1 } = await onManager.hosts();
    node1.units.stop('nfs-server.service');
    await remedies.look('manager');
    const found = await remedies.found();
    expect(offering(found, 'repairCluster', 'observeHosts')).toEqual([staleLogs]);
    node1.units.start('nfs-server.service');
    await remedies.send('observeHosts', found);
    expect(await remedies.found()).toEqual([]);
  });

  it('what is unknown for want of a fresh look', async () => {
    await onManager.world.ageFacts();
    const found = await onManager.remedies.found();
    expect(found).not.toEqual([]);
    expect(found.map(({ remedies }) => remedies.map(({ mutation }) => mutation))).toEqual(
      found.map(() => ['observeHosts']),
    );
    await onManager.remedies.send('observeHosts', found);
    expect(await onManager.remedies.found()).toEqual([]);
  });
});

/** Where its NFS server is stopped besides, that is told in its place. */
const noConnection = 'R-NET-2 NO_CONNECTION';
const staleLogs = 'R-VPS-5 LOGS_STALE';
/** A fake host has no MySQL server that sites could use. */
const onHosts = 'test/lab-tests/end-to-end/mended-databases.ts';
const fakeFleet = 'test/api/fake-fleet';
/** What is not tried here, and by which test it is. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['D-20 USER_FROM_ANYWHERE repairCluster', onHosts],
  ['R-DB-5 COMES_FROM_ELSEWHERE proveCluster', onHosts],
  ['R-DB-5 GRANT_MISSING repairCluster', onHosts],
  ['R-DB-5 LOGIN_FAILED proveCluster', onHosts],
  ['R-DB-5 LOGIN_FAILED repairCluster', onHosts],
  ['R-DB-8 LOGIN_FAILED proveCluster', onHosts],
  ['R-DB-8 LOGIN_FAILED repairCluster', onHosts],
  ['R-DB-8 NOT_ADMITTED repairCluster', onHosts],
  ['R-DB-8 NOT_LISTENING repairCluster', onHosts],
  ['R-HOST-3 HOMES_OUT_OF_REACH repairCluster', `${fakeFleet}/drift-told.test.ts`],
  ['R-HOST-3 NOT_MADE repairCluster', `${fakeFleet}/drift-told.test.ts`],
  ['R-HOST-3 NOT_REMOVED repairCluster', `${fakeFleet}/drift-told.test.ts`],
  ['R-NET-6 OTHER_ADDRESS applyCluster', 'test/api/graphql/addresses-of-hosts.test.ts'],
  ['R-NET-7 ANSWERED_BY_ANOTHER observeHosts', `${fakeFleet}/taken-address.test.ts`],
  ['R-NET-7 ANSWERED_BY_ANOTHER_TOO observeHosts', `${fakeFleet}/taken-address.test.ts`],
  ['R-STO-14 OTHER_SHARE createCluster', 'test/api/graphql/external-storage.test.ts'],
  ['R-STO-14 SHARE_FOUND createCluster', 'test/api/graphql/external-storage.test.ts'],
  ['R-STO-16 NOT_ADMITTED proveCluster', `${fakeFleet}/appliance.test.ts`],
  ['R-STO-16 NO_ACCESS proveCluster', `${fakeFleet}/appliance.test.ts`],
  ['R-STO-3 NOT_REACHED observeHosts', `${fakeFleet}/appliance.test.ts`],
]);

describe('whatever findings offer', () => {
  it('is tried, here or by another test', () => {
    const repaired = rounds.flatMap(([, , made]) => made.flatMap(({ found }) => found));
    const proved = [...provenOnManager, ...provenOnFileServer].flatMap(({ found, offers: offered }) =>
      found.flatMap((one) => offered.map((mutation) => `${one} ${mutation}`)),
    );
    const both = [noConnection, staleLogs].map((one) => `${one} observeHosts`);
    const tried = [
      ...[noConnection, ...repaired].map((one) => `${one} repairCluster`),
      ...proved,
      ...both,
      'R-STO-16 EXPORT_UNDECIDED proveCluster',
      ...elsewhere.keys(),
    ];
    expect([...new Set(tried)].toSorted()).toEqual([...offeredMutations].toSorted());
    expect([...elsewhere.values()].filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('is listed, where a violation has it by the source of its rule', () => {
    const listed = new Set(offeredMutations.map((one) => one.replace(/ \w+$/, '')));
    expect(mendable()).toEqual(expect.arrayContaining(['R-CM-5 ACCOUNT_OUT_OF_SYNC', 'R-STO-5 LOCKS_NOT_SHARED']));
    expect(mendable().filter((one) => !listed.has(one))).toEqual([]);
  });

  it('is of these mutations', () => {
    const waysBack = ['confirmHostKey', 'updateDatabaseServer', 'updateHost'];
    const named = offeredMutations.map((one) => one.replace(/^.* /, ''));
    expect([...new Set([...named, ...waysBack])].toSorted()).toEqual(offeredByName());
  });
});
