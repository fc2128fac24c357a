import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';
import { codeVersion } from '../../../src/engine/code-version.js';
import { thorough } from '../../thorough.js';
import { until } from '../../until.js';
import { brokenInvariants } from '../engine/invariants.js';
import { SideBySide, type Held } from './side-by-side.js';
import { hasHistory, olderVersion, type OlderSources } from './two-builds.js';

jest.setTimeout(180_000);

const ofOperation = 'operation { id }';
const begun = z.object({ operation: z.object({ id: z.string() }) });
const ended = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/** The steps of an upgrade, each from where the one before it left off. */
function upgradeFrom(sources: OlderSources): void {
  const knowsOfCancelling = sources === 'this tree';
  let side: SideBySide;
  let clusterId: string;
  let newer: Awaited<ReturnType<SideBySide['startNewerApi']>>;
  let ofNewer: string;

  beforeAll(async () => {
    side = await SideBySide.open(sources, 3);
    clusterId = await side.world.declareCluster();
  });
  afterAll(() => side.close());

  async function look(hostId: string, client: ApiClient): Promise<string> {
    return side.world.start('observeHosts', { hostIds: [hostId] }, client);
  }

  async function cancelThroughNewer(operationId: string): Promise<void> {
    const input = { operationId, idempotencyKey: randomUUID() };
    await newer.client.mutate('cancelOperation', 'CancelOperationInput', ofOperation, input, begun);
  }

  /** A new account's tasks are one of the manager and one of the node, twice; the node is held at its first. */
  async function untilOnlyNode1(operation: string): Promise<void> {
    await until('the manager has done its part', async () => {
      const [first, , second] = await side.tasks(operation);
      return first === 'DONE' && second === 'DONE';
    });
  }

  /** How an operation ended, and its tasks. */
  async function endOf(operation: string): Promise<{ readonly state: string; readonly tasks: readonly string[] }> {
    await until('the operation has ended', async () => ended.includes((await side.operation(operation)).state));
    const { state, cancel_requested: asked } = await side.operation(operation);
    expect(asked).toBe(true);
    return { state, tasks: await side.tasks(operation) };
  }

  it('migrates while older code is in the middle of a step, which then goes on', async () => {
    const older = side.olderWorkers.map(({ owner }) => owner);
    let operation = '';
    const { release } = await side.hold('manager', async () => {
      operation = await side.world.start('setUpCluster', { clusterId });
    });
    newer = await side.startNewerApi();
    expect(newer.process.said()).toMatch(/Applied \d+ database migrations/);
    expect(await side.operation(operation)).toMatchObject({ state: 'RUNNING', code_version: olderVersion });
    release();
    await side.world.follow(operation);
    expect(older).toEqual(expect.arrayContaining([...(await side.claimants(operation))]));
    expect((await fetch(new URL('/readyz', side.world.client.url))).status).toBe(200);
  });

  it('starts no older process from then on', async () => {
    await expect(side.startWorker('older')).rejects.toThrow(
      /migration \d+_\w+, which this version of Hostwright does not know/,
    );
  });

  it('has older workers leave alone what newer code planned, and go on with what older code planned', async () => {
    const [hostId = ''] = await side.world.hostIds();
    ofNewer = await look(hostId, newer.client);
    const ofOlder = await look(hostId, side.world.client);
    await side.world.follow(ofOlder);
    expect(await side.operation(ofNewer)).toMatchObject({ state: 'PENDING', code_version: codeVersion });
    expect(await side.claimants(ofNewer)).toEqual([]);
  });

  it('begins nothing more of what is cancelled through the newer API while an older worker is in the middle of a step', async () => {
    let operation = '';
    const { release } = await side.hold('node1', async () => {
      operation = await side.world.start('createAccount', { clusterId, name: 'shop1' });
    });
    await untilOnlyNode1(operation);
    await cancelThroughNewer(operation);
    release();
    expect(await endOf(operation)).toEqual(
      knowsOfCancelling
        ? { state: 'CANCELLED', tasks: ['DONE', 'DONE', 'DONE', 'CANCELLED'] }
        : // It does not understand that tasks end without a failure, and says so.
          { state: 'FAILED', tasks: ['DONE', 'FAILED', 'DONE', 'CANCELLED'] },
    );
  });

  it('tells the truth of what is cancelled through the newer API while an older worker is on its last visit', async () => {
    let operation = '';
    let held = await side.hold('node1', async () => {
      operation = await side.world.start('createAccount', { clusterId, name: 'shop2' });
    });
    await untilOnlyNode1(operation);
    // After the change come looks at what it did, and then that of the last task.
    while ((await side.tasks(operation))[3] !== 'RUNNING') {
      const { release } = held;
      held = await side.hold('node1', async () => release(), 'told');
    }
    expect(await side.tasks(operation)).toEqual(['DONE', 'DONE', 'DONE', 'RUNNING']);
    await cancelThroughNewer(operation);
    held.release();
    // All of it was done. Code that does not ask whether it was cancelled says that alone.
    const state = knowsOfCancelling ? 'CANCELLED' : 'SUCCEEDED';
    expect(await endOf(operation)).toEqual({ state, tasks: ['DONE', 'DONE', 'DONE', 'DONE'] });
  });

  it('has newer workers finish what older ones, one told to stop and one killed, had begun', async () => {
    let operation = '';
    let atNode: Held | undefined;
    const atManager = await side.hold('manager', async () => {
      atNode = await side.hold('node1', async () => {
        operation = await side.world.start('createAccount', { clusterId, name: 'shop3' });
      });
    });
    if (atNode === undefined) throw new Error('node1 is not held');
    const [stopped, killed] = [atManager.worker, atNode.worker];
    for (const idle of side.olderWorkers) {
      if (idle !== stopped && idle !== killed) expect(await idle.process.end('SIGTERM')).toBe(0);
    }
    stopped.process.send('SIGTERM');
    await until('the worker has heard', () => stopped.process.said().includes('stopping'));
    atManager.release();
    expect(await stopped.process.end()).toBe(0);
    expect(await side.leases()).not.toContain(stopped.owner);
    expect(await killed.process.end('SIGKILL')).toBe('SIGKILL');
    atNode.release();
    expect(await side.leases()).toContain(killed.owner);
    // That others notice by themselves is shown in test/api/processes, too.
    if (!thorough) await side.expireLease(killed);
    const { owner } = await side.startWorker('newer');
    await side.world.follow(operation);
    await side.world.follow(ofNewer);
    const claimants = await side.claimants(operation);
    expect(new Set(claimants.slice(0, 2))).toEqual(new Set([stopped.owner, killed.owner]));
    expect(new Set(claimants.slice(2))).toEqual(new Set([owner]));
    expect(await side.claimants(ofNewer)).toEqual([owner]);
  });

  it('did nothing twice, and left nothing that must not be', async () => {
    expect(await side.toldTwice()).toEqual([]);
    expect(await brokenInvariants(side.database)).toEqual([]);
  });
}

describe('older code that is this tree under a lower version', () => upgradeFrom('this tree'));

if (thorough && hasHistory) {
  describe('older code of an earlier commit', () => upgradeFrom('an earlier commit'));
} else {
  const missing = thorough ? 'the history of the repository, which is not here' : '--thorough';
  it.skip(`older code of an earlier commit: needs ${missing}`, () => undefined);
}
