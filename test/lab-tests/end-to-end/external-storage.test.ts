import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { fromGlobalId } from '../../../src/domain/ids.js';
import { assertConverged, assertNothingToDo } from '../../../quickstart/assert-converged.js';
import { setUpCluster } from '../../../quickstart/declare-cluster.js';
import { declareExternal, lookAtAll, registerExternal } from '../../../quickstart/declare-external-cluster.js';
import { Listener } from '../../../quickstart/listener.js';
import { admitOnly, diskWithQuotas, exportPath, mountShareOf } from '../../../quickstart/owners-file-server.js';
import { refusedSetup } from '../../../quickstart/refused-setup.js';
import { tasksOf } from '../../../quickstart/tasks-of.js';
import { Lab } from '../../lab/lab.js';
import { differences, hostSnapshot } from '../steps/host-snapshot.js';
import { foundKey } from '../../api/fake-fleet/offered-remedies.js';
import { thorough } from '../../thorough.js';
import { LabCluster } from '../steps/lab-cluster.js';
import { applyManifest } from './cluster-manifest.js';
import { externalManifest } from './external-manifest.js';
import { foundByRule, type FoundByRule } from './found-by-rule.js';
import { createLimitedAccount } from './limited-account.js';
import { MortalServer } from './mortal-server.js';
import { peersOf } from './peers-of.js';
import { proveCluster } from './prove-cluster.js';
import { remediesOf } from './remedies-of.js';
import { retryAsTold, toldTrouble } from './told-trouble.js';

jest.setTimeout(900_000);

const mebibyte = 1_048_576;
const segments = ['public', 'private'] as const;
const names = { manager: 'manager', node: 'node1', fileServer: 'files' } as const;
const remedies = z.array(z.object({ command: z.string().nullable(), hostId: z.string().nullable() }));

const failed = z.object({
  operation: z.object({ failure: z.object({ rule: z.string(), message: z.string(), remedies }) }),
});
describe('user storage on a file server', () => {
  let data: string;
  let server: MortalServer;
  let lab: Lab;
  let byHand: LabCluster;
  let listener: Listener | undefined;

  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'hostwright-external-'));
    chmodSync(data, 0o755);
    server = new MortalServer(data);
    await server.start();
  });

  afterEach(async () => {
    byHand?.connections.closeAll();
    await listener?.close();
    await server?.stop();
    await lab?.down();
    rmSync(data, { recursive: true, force: true });
  });

  async function boot(): Promise<void> {
    lab = await Lab.up({
      hosts: [
        { name: 'manager', image: 'equipped', segments },
        { name: 'node1', image: 'equipped', segments },
        { name: 'files', image: 'equipped', segments: ['private'] },
      ],
    });
    byHand = new LabCluster(lab);
    await byHand.byHand('files', diskWithQuotas);
  }

  async function idOfCluster(name: string): Promise<string> {
    const shape = z.object({ clusterByName: z.object({ id: z.string() }) });
    const query = 'query Named($name: String!) { clusterByName(name: $name) { id } }';
    return (await server.client().request(query, { name }, shape)).clusterByName.id;
  }

  /** What the account's programs meet on the node: the first write fits, the second one does not. */
  async function expectRefusedWrite(name: string, uid: number): Promise<void> {
    const write = (file: string, count: number): string =>
      `setpriv --reuid ${uid} --regid ${uid} --clear-groups dd if=/dev/zero of=/chroot/home/${name}/${file} bs=1M count=${count} conv=fsync`;
    await byHand.byHand('node1', write('fits', 2));
    const { exitCode, stderr } = await lab.run('node1', write('too-much', 8), 60);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('Disk quota exceeded') });
  }

  /** Whether the file server refuses what goes beyond a limit is proved, and found where it does not. */
  async function expectLimitsProved(clusterId: string): Promise<void> {
    const client = server.client();
    const found = (): Promise<readonly FoundByRule[]> => foundByRule(client, clusterId, 'R-STO-11');
    const prove = async (): Promise<void> =>
      server.follow(await proveCluster(client, { clusterId, proofs: ['QUOTA_REFUSED'] }));
    const refused = { verdict: 'MET', evidence: [{ probe: 'proof.quotaRefused', stdout: 'refused\n' }] };
    const account = { verdict: 'MET', subject: expect.stringMatching(/^Account /) };
    await prove();
    expect(await found()).toMatchObject([refused, account]);
    expect(await foundByRule(client, clusterId, 'R-STO-4')).toMatchObject([
      {
        verdict: 'MET',
        evidence: [{ probe: 'proof.quotaRefused.limit' }, { probe: expect.stringContaining('storage.rpcPrograms') }],
      },
    ]);

    await byHand.byHand('files', `quotaoff -g ${exportPath}`);
    await prove();
    const [violation, ...others] = await found();
    expect(others).toMatchObject([account]);
    expect(violation).toMatchObject({
      ...{ verdict: 'VIOLATED', messageCode: 'WRITE_NOT_REFUSED' },
      evidence: [{ probe: 'proof.quotaRefused', stdout: 'written\n' }],
    });

    await byHand.byHand('files', violation?.remedies[0]?.command ?? 'false');
    await prove();
    expect(await found()).toMatchObject([refused, account]);
    for (const host of ['manager', 'node1', 'files']) {
      expect(
        await byHand.byHand(host, `ls -d /chroot/.hostwright-proof* ${exportPath}/.hostwright-proof* 2>/dev/null || :`),
      ).toBe('');
    }
    expect(await byHand.byHand('files', `repquota -gvn -O csv ${exportPath} | grep '^#65001,.*,1024,' || :`)).toBe('');
  }

  /** Nobody finds the lock manager any more; who asks for a lock waits for as long as the proof lets him. */
  async function expectLocksMended(clusterId: string): Promise<void> {
    const remedies = remediesOf(server, clusterId);
    const forget = [1, 3, 4].map((version) => `rpcinfo -d 100021 ${version}`).join(' && ');
    await byHand.byHand('files', `systemctl restart nfs-server && ${forget}`);
    await remedies.prove('LOCK_RACE');
    const found = (await remedies.found()).filter(({ rule }) => rule.id === 'R-STO-5');
    expect(found.map(foundKey)).toContain('R-STO-5 LOCK_REFUSED');
    await remedies.send('repairCluster', found);
    await remedies.prove('LOCK_RACE');
    expect((await remedies.found()).filter(({ rule }) => rule.id === 'R-STO-5')).toEqual([]);
    const raced = await foundByRule(server.client(), clusterId, 'R-STO-5');
    expect(raced.flatMap(({ evidence }) => evidence.map(({ stdout }) => stdout))).toEqual(
      expect.arrayContaining(['held\n', 'lost\n']),
    );
  }

  it('is set up on a managed one, whose quota refuses a write of the account on a node', async () => {
    await boot();
    const client = server.client();
    const hostIds = await registerExternal(client, lab, names, 'MANAGED', server.follow);
    expect(await applyManifest(server, externalManifest(lab, names))).toMatch(/^SUCCEEDED$/m);
    const cluster = { clusterId: await idOfCluster('external'), hostIds };
    const mounted = await byHand.byHand('node1', 'findmnt -no SOURCE,FSTYPE /chroot');
    expect(mounted).toMatch(new RegExp(`^${lab.host('files').privateAddress}:${exportPath}\\s+nfs$`));
    const clients = [lab.host('manager').privateAddress, lab.host('node1').privateAddress];
    expect((await peersOf(byHand, 'files', 'sport = :2049')).toSorted()).toEqual(clients);

    const { operationId, uid } = await createLimitedAccount(client, cluster, 'shop1', 4 * mebibyte);
    await server.follow(operationId);
    expect(await byHand.byHand('files', 'id -u shop1 && id -g shop1')).toBe(`${uid}\n${uid}`);
    expect(await byHand.byHand('files', `repquota -gvn -O csv ${exportPath} | grep '^#${uid},'`)).toContain(',4096,');
    await expectRefusedWrite('shop1', uid);
    await expectLimitsProved(cluster.clusterId);

    if (thorough) await expectLocksMended(cluster.clusterId);
    await assertConverged(client, cluster.clusterId, server.follow);
    await assertNothingToDo(client, cluster.clusterId);
  });

  // The quickstart does the same as what follows, short of the account, and its test looks for that.
  if (!thorough) return;
  it('is on one that is only looked at once its owner admits every host, and nothing is changed there', async () => {
    await boot();
    const [manager, files] = [lab.host('manager').privateAddress, lab.host('files').privateAddress];
    await byHand.byHand('files', admitOnly(manager ?? ''));
    await byHand.byHand('manager', mountShareOf(files ?? ''));
    const client = server.client();
    const hostIds = await registerExternal(client, lab, names, 'OBSERVED', server.follow);
    const before = await hostSnapshot(byHand, 'files');
    const refusal = await applyManifest(server, externalManifest(lab, names)).catch(String);
    expect(refusal).toMatch(/looking first at files, of which too little is known$/m);
    expect(refusal).toMatch(/R-STO-16 .*does not export/);
    expect(refusal).not.toMatch(/Not known of/);
    const cluster = await declareExternal(client, lab, names, hostIds);
    const { clusterId } = cluster;
    await lookAtAll(client, cluster, server.follow);
    listener = await Listener.open(client, ['rule.violated', 'storage.export_denied', 'operation.succeeded']);

    const [error, ...others] = await refusedSetup(client, clusterId);
    expect(others).toEqual([]);
    expect(error).toMatchObject({
      code: 'RULE_VIOLATED',
      message: `File server files does not export ${exportPath} to node1 (${lab.host('node1').privateAddress}).`,
      ...{ rule: { id: 'R-STO-16' }, subject: 'Host node1' },
      evidence: [{ hostId: hostIds.get('files'), probe: 'storage.exports', exitCode: 0 }],
      remedies: [{ hostId: hostIds.get('files') }],
    });
    expect(error?.evidence[0]?.stdout).toContain(`${exportPath}  ${manager}(`);
    expect(await hostSnapshot(byHand, 'files')).toEqual(before);
    const told = await listener.heard('rule.violated', clusterId);
    expect(told.data).toMatchObject({
      ...{ mutation: 'setUpCluster', operation: null, cluster: { id: clusterId }, host: { id: hostIds.get('node1') } },
      ...{
        rule: 'R-STO-16',
        subject: `Host ${fromGlobalId(hostIds.get('node1') ?? '')?.id ?? ''}`,
        message: error?.message,
        remedies: error?.remedies,
      },
      evidence: [{ hostId: hostIds.get('files'), probe: 'storage.exports', exitCode: 0 }],
    });

    await byHand.byHand('files', error?.remedies[0]?.command ?? 'false');
    const mended = await hostSnapshot(byHand, 'files');
    await lookAtAll(client, cluster, server.follow);

    // Its owner changes his mind after the look that satisfied the rule.
    const node = lab.host('node1').privateAddress ?? '';
    await byHand.byHand('files', `exportfs -u ${node}:${exportPath}`);
    const denied = await setUpCluster(client, clusterId);
    await expect(server.follow(denied)).rejects.toThrow(/node1: storage\.mount \/chroot: .*access denied by server/);
    const trouble = toldTrouble(await listener.heard('storage.export_denied', denied));
    expect(trouble).toMatchObject({
      host: { id: hostIds.get('node1'), name: 'node1' },
      step: { kind: 'storage.mount', key: '/chroot' },
      message: expect.stringContaining('access denied by server'),
      remedies: [{ title: expect.stringMatching(/^Admit node1 in the exports/), input: { operationId: denied } }],
    });
    expect(await byHand.byHand('node1', 'findmnt -n /chroot || :')).toBe('');
    await byHand.byHand('files', 'exportfs -ra');
    const setup = await retryAsTold(client, trouble);
    await server.follow(setup);
    expect(differences(mended, await hostSnapshot(byHand, 'files'))).toEqual([]);
    const tasks = [...(await tasksOf(client, denied)), ...(await tasksOf(client, setup))];
    const there = tasks.filter(({ host }) => host.name === 'files');
    expect(there.map(({ kind, steps: { nodes } }) => [kind, nodes])).toEqual([
      ['OBSERVE', []],
      ['OBSERVE', []],
    ]);
    const mounts = tasks.flatMap(({ host, steps }) =>
      steps.nodes.filter(({ kind }) => kind === 'storage.mount').map(({ outcome }) => [host.name, outcome]),
    );
    // The manager's share was there before and is adopted.
    expect(new Map(mounts.map(([host, outcome]) => [host, outcome]))).toEqual(
      new Map([
        ['manager', 'UNCHANGED'],
        ['node1', 'CHANGED'],
      ]),
    );
    await assertNothingToDo(client, clusterId);
    await listener.heard('operation.succeeded', setup);

    const { operationId, uid } = await createLimitedAccount(client, cluster, 'shop1', 4 * mebibyte);
    await expect(server.follow(operationId)).rejects.toThrow(/File server files lacks user and group shop1/);
    const { operation } = await client.request(
      'query Why($id: ID!) { operation(id: $id) { failure { rule message remedies { command hostId } } } }',
      { id: operationId },
      failed,
    );
    expect(operation.failure).toMatchObject({ rule: 'R-STO-10', remedies: [{ hostId: hostIds.get('files') }] });
    await byHand.byHand('files', operation.failure.remedies[0]?.command ?? 'false');
    const { operation: retry } = await client.mutate(
      'retryOperation',
      'RetryOperationInput',
      'operation { id }',
      { idempotencyKey: randomUUID(), operationId },
      z.object({ operation: z.object({ id: z.string() }) }),
    );
    await server.follow(retry.id);
    await expectRefusedWrite('shop1', uid);
    await assertConverged(client, clusterId, server.follow);
  });

  it('is on an appliance, to which nobody logs in, and which its clients try', async () => {
    await boot();
    const [manager, node] = ['manager', 'node1'].map((name) => lab.host(name).privateAddress ?? '');
    await byHand.byHand('files', admitOnly(manager ?? ''));
    await byHand.byHand('files', admitOnly(node ?? ''));
    const client = server.client();
    const hostIds = await registerExternal(client, lab, names, 'APPLIANCE', server.follow);
    const before = await hostSnapshot(byHand, 'files');
    expect(await applyManifest(server, externalManifest(lab, names))).toMatch(/^SUCCEEDED$/m);
    const clusterId = await idOfCluster('external');
    expect(await byHand.byHand('node1', 'findmnt -no SOURCE /chroot')).toBe(
      `${lab.host('files').privateAddress}:${exportPath}`,
    );
    expect(differences(before, await hostSnapshot(byHand, 'files'))).toEqual([]);
    const { operationId, uid } = await createLimitedAccount(client, { clusterId, hostIds }, 'shop1', 4 * mebibyte);
    await server.follow(operationId);
    await expectRefusedWrite('shop1', uid);

    const found = async (): Promise<readonly { readonly verdict: string; readonly messageCode: string }[]> =>
      (await foundByRule(client, clusterId, 'R-STO-16', 'before')).map(({ verdict, messageCode }) => ({ verdict, messageCode })); // prettier-ignore
    const unknown = { verdict: 'UNKNOWN', messageCode: 'NO_ACCESS' };
    const met = { verdict: 'MET', messageCode: 'MET' };
    const prove = async (): Promise<void> =>
      server.follow(await proveCluster(client, { clusterId, proofs: ['TRIAL_MOUNT'] }));
    expect(await found()).toEqual([unknown, unknown]);
    await prove();
    expect(await found()).toEqual([met, met]);
    await byHand.byHand('files', `exportfs -u ${node ?? ''}:${exportPath}`);
    await prove();
    expect(await found()).toEqual([met, { verdict: 'VIOLATED', messageCode: 'NOT_ADMITTED' }]);
    await byHand.byHand('files', 'exportfs -ra');
    await prove();
    expect(await found()).toEqual([met, met]);
    await assertNothingToDo(client, clusterId);
  });
});
