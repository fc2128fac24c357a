import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertConverged, assertNothingToDo } from '../../../quickstart/assert-converged.js';
import { createAccount, declareCluster, quickstartHosts, setUpCluster } from '../../../quickstart/declare-cluster.js';
import { Listener } from '../../../quickstart/listener.js';
import { outputOf } from '../../../quickstart/output-of.js';
import { tasksOf } from '../../../quickstart/tasks-of.js';
import { Lab } from '../../lab/lab.js';
import { MortalServer } from './mortal-server.js';
import { retryAsTold, toldTrouble } from './told-trouble.js';

jest.setTimeout(900_000);

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

  it('says where and why, keeps what it made, and is completed by the next edit whatever that is', async () => {
    const client = server.client();
    listener = await Listener.open(client, ['lb.vip_conflict']);
    await onNode(`echo '# of somebody else' >${foreignUnit}`);
    const declared = await declareCluster(client, lab, server.follow);
    const { serviceAddress } = declared.proven;
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
