import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertConverged, assertNothingToDo } from '../../../quickstart/assert-converged.js';
import { createAccount, declareCluster, quickstartHosts, setUpCluster } from '../../../quickstart/declare-cluster.js';
import { Lab } from '../../lab/lab.js';
import { MortalServer } from './mortal-server.js';

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

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'hostwright-failed-'));
    chmodSync(data, 0o755);
    server = new MortalServer(data);
    await server.start();
    lab = await Lab.up({ hosts });
  });

  afterAll(async () => {
    await server?.stop();
    await lab?.down();
    rmSync(data, { recursive: true, force: true });
  });

  const onNode = async (script: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await lab.run('node1', script, 60);
    if (exitCode !== 0) throw new Error(`node1: ${script}: ${stderr}`);
    return stdout.trim();
  };

  it('says where and why, keeps what it made, and is completed by the next edit whatever that is', async () => {
    await onNode(`echo '# of somebody else' >${foreignUnit}`);
    const declared = await declareCluster(server.client(), lab, server.follow);
    const setup = await setUpCluster(server.client(), declared.clusterId);
    await expect(server.follow(setup)).rejects.toThrow(/node1: storage\.mount \/chroot: .*belongs to somebody else/);
    expect(await onNode(`cat ${foreignUnit}`)).toBe('# of somebody else');

    await onNode(`rm ${foreignUnit}`);
    const { operationId, uid } = await createAccount(server.client(), declared, 'shop1');
    await server.follow(operationId);
    expect(await onNode('findmnt -no FSTYPE /chroot && getent passwd shop1 | cut -d: -f3')).toBe(`nfs\n${uid}`);
    await assertConverged(server.client(), declared.clusterId, server.follow);
    await assertNothingToDo(server.client(), declared.clusterId);
  });
});
