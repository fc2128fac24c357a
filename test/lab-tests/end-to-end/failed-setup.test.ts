import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { assertConverged, assertNothingToDo } from '../../../quickstart/assert-converged.js';
import { createAccount, declareCluster, quickstartHosts, setUpCluster } from '../../../quickstart/declare-cluster.js';
import { Listener } from '../../../quickstart/listener.js';
import { outputOf } from '../../../quickstart/output-of.js';
import { refusedSetup } from '../../../quickstart/refused-setup.js';
import { tasksOf } from '../../../quickstart/tasks-of.js';
import { addressClaim } from '../../../src/probes/network/address-claim.js';
import { Lab } from '../../lab/lab.js';
import { differences, hostSnapshot } from '../steps/host-snapshot.js';
import { MortalServer } from './mortal-server.js';
import { retryAsTold, toldTrouble } from './told-trouble.js';

jest.setTimeout(900_000);

const inCluster = z.object({
  cluster: z.object({ hosts: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }),
});
const started = z.object({ operation: z.object({ id: z.string() }) });

const foreignUnit = '/etc/systemd/system/chroot.mount';

/** The node is bare, so that all that its role needs is installed. */
const hosts = quickstartHosts
  .filter(({ name }) => name === 'manager' || name === 'node1')
  .map((host) => (host.name === 'node1' ? { ...host, image: 'bare' as const } : host));

describe('a setup that failed in the middle', () => {
  let lab: Lab;
  let server: MortalServer;
  let data: string;
  let listener: Listener | undefined;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'hostwright-failed-'));
    chmodSync(data, 0o755);
    server = new MortalServer(data);
    await server.start();
    lab = await Lab.up({ hosts, clients: ['stranger'] });
  });

  afterAll(async () => {
    await listener?.close();
    await server?.stop();
    await lab?.down();
    rmSync(data, { recursive: true, force: true });
  });

  const onNode = (script: string): Promise<string> => outputOf(lab, 'node1', script);

  /** Another machine on the public network takes an address, or gives it back. */
  async function onStranger(...argv: readonly string[]): Promise<void> {
    const { exitCode, stderr } = await lab.runInClient('stranger', ['ip', 'address', ...argv, 'dev', 'eth0']);
    if (exitCode !== 0) throw new Error(`the stranger: ${stderr}`);
  }

  async function look(clusterId: string): Promise<void> {
    const client = server.client();
    const query = 'query($id: ID!) { cluster(id: $id) { hosts(first: 10) { nodes { id } } } }';
    const { cluster } = await client.request(query, { id: clusterId }, inCluster);
    const input = { idempotencyKey: randomUUID(), hostIds: cluster.hosts.nodes.map(({ id }) => id) };
    const { operation } = await client.mutate('observeHosts', 'ObserveHostsInput', 'operation { id }', input, started);
    await server.follow(operation.id);
  }

  async function snapshots(): Promise<readonly string[]> {
    const byHand = (host: string, script: string): Promise<string> => outputOf(lab, host, script);
    const all = await Promise.all(['manager', 'node1'].map((host) => hostSnapshot({ byHand }, host)));
    return all.flatMap((lines, index) => lines.map((line) => `${index} ${line}`));
  }

  /** A stranger with a declared address is seen by a look, without Perl as with it. */
  async function refusedUntouched(clusterId: string, address: string): Promise<void> {
    const before = await snapshots();
    await look(clusterId);
    const [told, ...others] = await refusedSetup(server.client(), clusterId);
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      ...{ code: 'RULE_VIOLATED', rule: { id: 'R-NET-7' }, subject: `Address ${address}` },
      message: expect.stringContaining(`${address}, which manager is to bind, is already used on its segment`),
      evidence: [
        { probe: addressClaim(address).id, stdout: expect.stringMatching(/^claimed ([0-9A-F]{2}:){5}[0-9A-F]{2}$/m) },
      ],
    });
    const { question } = addressClaim(address);
    // Images have Perl, hosts of others may not.
    if (question.via !== 'shell') throw new Error('it is asked by a shell');
    const asked = await lab.run('node1', `set -- ${address}\ncommand() { return 127; }\n${question.script}`, 30);
    const stdout = `${address} ${told?.evidence[0]?.stdout}`;
    expect({ ...asked, stderr: '' }).toMatchObject({ exitCode: 0, stdout });
    expect(differences(before, await snapshots())).toEqual([]);
  }

  it('says where and why, keeps what it made, and is completed by the next edit whatever that is', async () => {
    const client = server.client();
    listener = await Listener.open(client, ['lb.vip_conflict']);
    await onNode(`echo '# of somebody else' >${foreignUnit}`);
    const declared = await declareCluster(client, lab, server.follow);
    const { serviceAddress } = declared.proven;
    await onStranger('add', `${serviceAddress}/32`);
    await refusedUntouched(declared.clusterId, serviceAddress);
    await onStranger('del', `${serviceAddress}/32`);
    await look(declared.clusterId);
    // Who comes after the look is still found by the step.
    await onStranger('add', `${serviceAddress}/32`);
    const setup = await setUpCluster(client, declared.clusterId);
    await expect(server.follow(setup)).rejects.toThrow(/the operation is FAILED/);
    const told = toldTrouble(await listener.heard('lb.vip_conflict', setup));
    expect(told).toMatchObject({
      host: { name: 'manager' },
      step: { kind: 'network.address', key: serviceAddress },
      message: expect.stringMatching(
        new RegExp(
          `^${serviceAddress} is already used on the segment \\(([0-9A-F]{2}:){5}[0-9A-F]{2} answers for it\\)$`,
        ),
      ),
      remedies: [
        { title: expect.stringMatching(/^Take the address from the machine/), input: { operationId: setup } },
        { title: expect.stringContaining(`declare another address than ${serviceAddress}`), mutation: null },
      ],
    });
    expect(await outputOf(lab, 'manager', `ip -o address show to ${serviceAddress}`)).toBe('');

    await onStranger('del', `${serviceAddress}/32`);
    const retry = await retryAsTold(client, told);
    await expect(server.follow(retry)).rejects.toThrow(/node1: storage\.mount \/chroot: .*belongs to somebody else/);
    expect(await onNode(`cat ${foreignUnit}`)).toBe('# of somebody else');
    const bound = (await tasksOf(client, retry)).flatMap(({ host, steps: { nodes } }) =>
      nodes
        .filter(({ kind }) => kind === 'network.address')
        .map(({ subject, outcome }) => [host.name, subject, outcome]),
    );
    expect(bound).toEqual([['manager', serviceAddress, 'CHANGED']]);

    await onNode(`rm ${foreignUnit}`);
    const { operationId, uid } = await createAccount(client, declared, 'shop1');
    await server.follow(operationId);
    expect(await onNode('findmnt -no FSTYPE /chroot && getent passwd shop1 | cut -d: -f3')).toBe(`nfs\n${uid}`);
    await assertConverged(client, declared.clusterId, server.follow);
    await assertNothingToDo(client, declared.clusterId);
  });
});
