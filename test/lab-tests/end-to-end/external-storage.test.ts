import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { assertConverged, assertNothingToDo } from '../../../quickstart/assert-converged.js';
import { setUpCluster } from '../../../quickstart/declare-cluster.js';
import { Lab } from '../../lab/lab.js';
import { differences, hostSnapshot } from '../steps/host-snapshot.js';
import { Receiver, type Received } from '../../api/webhooks/receiver.js';
import { until } from '../../until.js';
import { LabCluster } from '../steps/lab-cluster.js';
import { createLimitedAccount, declareExternal, diskWithQuotas, exportPath, lookAtAll } from './external-cluster.js';
import { MortalServer } from './mortal-server.js';

jest.setTimeout(900_000);

const mebibyte = 1_048_576;
const segments = ['public', 'private'] as const;
const remedies = z.array(z.object({ command: z.string().nullable(), hostId: z.string().nullable() }));

const refusal = z.object({
  setUpCluster: z.object({
    operation: z.null(),
    userErrors: z.array(
      z.object({
        code: z.string(),
        message: z.string(),
        rule: z.object({ id: z.string() }),
        subject: z.string(),
        evidence: z.array(
          z.object({ hostId: z.string(), probe: z.string(), exitCode: z.number(), stdout: z.string() }),
        ),
        remedies,
      }),
    ),
  }),
});
const failed = z.object({
  operation: z.object({ failure: z.object({ rule: z.string(), message: z.string(), remedies }) }),
});
const stepsDone = z.object({
  operation: z.object({
    tasks: z.object({
      nodes: z.array(
        z.object({
          kind: z.string(),
          host: z.object({ name: z.string() }),
          steps: z.object({ nodes: z.array(z.object({ kind: z.string(), outcome: z.string(), summary: z.string() })) }),
        }),
      ),
    }),
  }),
});

describe('user storage on a file server', () => {
  let data: string;
  let server: MortalServer;
  let lab: Lab;
  let byHand: LabCluster;
  let receiver: Receiver | undefined;

  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'hostwright-external-'));
    chmodSync(data, 0o755);
    server = new MortalServer(data);
    await server.start();
  });

  afterEach(async () => {
    byHand?.connections.closeAll();
    await receiver?.close();
    await server?.stop();
    await lab?.down();
    rmSync(data, { recursive: true, force: true });
  });

  async function boot(): Promise<void> {
    lab = await Lab.up({
      hosts: [
        { name: 'manager', image: 'equipped', segments },
        { name: 'node1', image: 'equipped', segments },
        { name: 'files', image: 'equipped', segments },
      ],
    });
    byHand = new LabCluster(lab);
    await byHand.byHand('files', diskWithQuotas);
  }

  /** What the account's programs meet on the node: the first write fits, the second one does not. */
  async function expectRefusedWrite(name: string, uid: number): Promise<void> {
    const write = (file: string, count: number): string =>
      `setpriv --reuid ${uid} --regid ${uid} --clear-groups dd if=/dev/zero of=/chroot/home/${name}/${file} bs=1M count=${count} conv=fsync`;
    await byHand.byHand('node1', write('fits', 2));
    const { exitCode, stderr } = await lab.run('node1', write('too-much', 8), 60);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('Disk quota exceeded') });
  }

  it('is set up on a managed one, whose quota refuses a write of the account on a node', async () => {
    await boot();
    const client = server.client();
    const cluster = await declareExternal(client, lab, 'MANAGED', server.follow);
    await server.follow(await setUpCluster(client, cluster.clusterId));
    const mounted = await byHand.byHand('node1', 'findmnt -no SOURCE,FSTYPE /chroot');
    expect(mounted).toMatch(new RegExp(`^${lab.host('files').privateAddress}:${exportPath}\\s+nfs$`));

    const { operationId, uid } = await createLimitedAccount(client, cluster, 'shop1', 4 * mebibyte);
    await server.follow(operationId);
    expect(await byHand.byHand('files', 'id -u shop1 && id -g shop1')).toBe(`${uid}\n${uid}`);
    expect(await byHand.byHand('files', `repquota -gvn -O csv ${exportPath} | grep '^#${uid},'`)).toContain(',4096,');
    await expectRefusedWrite('shop1', uid);

    await assertConverged(client, cluster.clusterId, server.follow);
    await assertNothingToDo(client, cluster.clusterId);
  });

  it('is on one that is only looked at once its owner admits every host, and nothing is changed there', async () => {
    await boot();
    const [manager, files] = [lab.host('manager').privateAddress, lab.host('files').privateAddress];
    const options = 'rw,sync,no_root_squash,no_subtree_check';
    await byHand.byHand(
      'files',
      `echo '${exportPath} ${manager}(${options})' >>/etc/exports
systemctl start nfs-server rpc-statd && exportfs -ra && rpc.rquotad -S`,
    );
    await byHand.byHand(
      'manager',
      `mkdir /chroot && echo '${files}:${exportPath} /chroot nfs vers=3,hard,nosuid,nodev 0 0' >>/etc/fstab
systemctl daemon-reload && systemctl start rpc-statd && mount /chroot`,
    );
    const client = server.client();
    const cluster = await declareExternal(client, lab, 'OBSERVED', server.follow);
    const { clusterId, hostIds } = cluster;
    await lookAtAll(client, cluster, server.follow);
    const before = await hostSnapshot(byHand, 'files');
    receiver = await Receiver.open();
    const { secret } = await client.mutate(
      'createWebhookEndpoint',
      'CreateWebhookEndpointInput',
      'secret',
      { idempotencyKey: randomUUID(), url: receiver.url, kinds: ['rule.violated', 'operation.succeeded'] },
      z.object({ secret: z.string() }),
    );

    const refused = await client.request(
      `mutation Refused($input: SetUpClusterInput!) { setUpCluster(input: $input) { operation { id } userErrors {
         code message rule { id } subject evidence { hostId probe exitCode stdout } remedies { command hostId } } } }`,
      { input: { idempotencyKey: randomUUID(), clusterId } },
      refusal,
    );
    const [error, ...others] = refused.setUpCluster.userErrors;
    expect(others).toEqual([]);
    expect(error).toMatchObject({
      code: 'RULE_VIOLATED',
      message: `File server files does not export ${exportPath} to node1 (${lab.host('node1').privateAddress}).`,
      rule: { id: 'R-STO-16' },
      evidence: [{ hostId: hostIds.get('files'), probe: 'storage.exports', exitCode: 0 }],
      remedies: [{ hostId: hostIds.get('files') }],
    });
    expect(error?.evidence[0]?.stdout).toContain(`${exportPath}  ${manager}(`);
    expect(await hostSnapshot(byHand, 'files')).toEqual(before);
    const heard = (type: string): Received | undefined => receiver?.received.find((one) => one.type === type);
    await until('the endpoint hears of the refusal', () => heard('rule.violated') !== undefined);
    const told = heard('rule.violated');
    told?.verify(secret);
    expect(told?.data).toMatchObject({
      ...{ mutation: 'setUpCluster', operation: null, cluster: { id: clusterId }, host: { id: hostIds.get('files') } },
      ...{ rule: 'R-STO-16', subject: error?.subject, message: error?.message, remedies: error?.remedies },
      evidence: [{ hostId: hostIds.get('files'), probe: 'storage.exports', exitCode: 0 }],
    });

    await byHand.byHand('files', error?.remedies[0]?.command ?? 'false');
    const mended = await hostSnapshot(byHand, 'files');
    await lookAtAll(client, cluster, server.follow);
    const setup = await setUpCluster(client, clusterId);
    await server.follow(setup);
    expect(differences(mended, await hostSnapshot(byHand, 'files'))).toEqual([]);
    const done = await client.request(
      `query Done($id: ID!) { operation(id: $id) { tasks(first: 50) { nodes { kind host { name }
         steps(first: 50) { nodes { kind outcome summary } } } } } }`,
      { id: setup },
      stepsDone,
    );
    const tasks = done.operation.tasks.nodes;
    expect(tasks.filter(({ host }) => host.name === 'files').map(({ kind }) => kind)).toEqual(['OBSERVE']);
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
    await until('the endpoint hears of the success', () => heard('operation.succeeded') !== undefined);
    heard('operation.succeeded')?.verify(secret);

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
});
