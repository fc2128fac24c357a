import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { followOperation } from '../../quickstart/follow-operation.js';
import type { MadeHere } from '../../src/made-here.js';
import type { BenchHost, BenchHosts } from '../hosts/bench-hosts.js';
import type { Product } from '../product/product.js';
import { job } from './job.js';
import { startFileServer } from './owners-file-server.js';

const idOf = z.object({ id: z.string() });
const applied = z.object({
  applyCluster: z.object({
    cluster: idOf.nullable(),
    operation: idOf.nullable(),
    userErrors: z.array(z.object({ message: z.string() })),
  }),
});
const trips = z.object({
  operation: z.object({
    tasks: z.object({
      nodes: z.array(z.object({ kind: z.string(), roundTrips: z.number(), host: z.object({ name: z.string() }) })),
    }),
  }),
});

/** A cluster that the product runs, whose manager is set up; nodes come and go. */
export class OurCluster {
  private clusterId = '';
  private constructor(
    private readonly product: Product,
    private readonly hostIds: ReadonlyMap<string, string>,
    private readonly nodes: readonly BenchHost[],
  ) {}

  /** Registers all hosts, which are up, and sets up the manager. */
  static async declare(made: MadeHere, product: Product, hosts: BenchHosts): Promise<OurCluster> {
    const { client } = product;
    const { sshKey } = await client.mutate(
      'createSshKey',
      'CreateSshKeyInput',
      'sshKey { id }',
      { idempotencyKey: randomUUID(), name: 'bench', privateKey: readFileSync(hosts.keyFile, 'utf8') },
      z.object({ sshKey: idOf }),
    );
    const files = await startFileServer(made, readFileSync(`${hosts.keyFile}.pub`, 'utf8'));
    const known = [
      ...hosts.hosts.map(({ name, address, hostKeySha256 }) => ({ name, address, hostKeyFingerprint: hostKeySha256 })),
      {
        ...{ name: 'files', address: '127.0.0.1', port: files.port, hostKeyFingerprint: files.hostKeySha256 },
        management: 'OBSERVED',
      },
    ];
    const registered = await client.mutate(
      'registerHosts',
      'RegisterHostsInput',
      'hosts { id name } operation { id }',
      { idempotencyKey: randomUUID(), sshKeyId: sshKey.id, hosts: known },
      z.object({ hosts: z.array(z.object({ id: z.string(), name: z.string() })), operation: idOf }),
    );
    const hostIds = new Map(registered.hosts.map(({ id, name }) => [name, id]));
    const nodes = hosts.hosts.filter(({ name }) => name !== 'manager');
    const cluster = new OurCluster(product, hostIds, nodes);
    await cluster.follow(registered.operation.id);
    await cluster.have([]);
    return cluster;
  }

  /** Makes these the nodes of the cluster, by its manifest, on the hosts; the operation that did. */
  async have(nodes: readonly string[]): Promise<string> {
    const document = `mutation ($input: ApplyClusterInput!) {
      applyCluster(input: $input) { cluster { id } operation { id } userErrors { message } } }`;
    const input = { idempotencyKey: randomUUID(), manifest: this.manifest(nodes), setUp: true };
    const { applyCluster } = await this.product.client.request(document, { input }, applied);
    const { cluster, operation, userErrors } = applyCluster;
    if (cluster === null || operation === null)
      throw new Error(`the cluster was refused: ${userErrors.map(({ message }) => message).join('; ')}`);
    this.clusterId = cluster.id;
    await this.follow(operation.id);
    return operation.id;
  }

  /** Has every step look and decide again, on all hosts. */
  async repair(): Promise<void> {
    const input = { idempotencyKey: randomUUID(), clusterId: this.clusterId };
    const shape = z.object({ operation: idOf });
    const { client } = this.product;
    const { operation } = await client.mutate('repairCluster', 'RepairClusterInput', 'operation { id }', input, shape);
    await this.follow(operation.id);
  }

  /** Looks at hosts anew, since an answer of a former boot says nothing. */
  async observe(nodes: readonly string[]): Promise<void> {
    const hostIds = nodes.flatMap((name) => this.hostIds.get(name) ?? []);
    const { operation } = await this.product.client.mutate(
      'observeHosts',
      'ObserveHostsInput',
      'operation { id }',
      { idempotencyKey: randomUUID(), hostIds },
      z.object({ operation: idOf }),
    );
    await this.follow(operation.id);
  }

  /** Round trips of the visits that made steps true in an operation, of each node. */
  async roundTrips(operationId: string): Promise<readonly number[]> {
    const query = `query ($id: ID!) { operation(id: $id) {
      tasks(first: 100) { nodes { kind roundTrips host { name } } } } }`;
    const { operation } = await this.product.client.request(query, { id: operationId }, trips);
    const visits = operation.tasks.nodes.filter(({ kind, host }) => kind === 'STEPS' && host.name.startsWith('node'));
    return visits.map(({ roundTrips }) => roundTrips);
  }

  private follow(operationId: string): Promise<void> {
    return followOperation(
      () => this.product.client,
      operationId,
      () => undefined,
    );
  }

  private manifest(nodes: readonly string[]): string {
    const address = (text: string, purpose: string): object => ({ network: 'front', address: text, purpose });
    const members = this.nodes.filter(({ name }) => nodes.includes(name));
    return JSON.stringify({
      ...{ apiVersion: 'hostwright/v1', kind: 'Cluster', name: 'bench', topology: 'PUBLIC' },
      networks: [{ name: 'front', kind: 'PUBLIC', cidr: job.network }],
      members: [
        {
          ...{ host: 'manager', role: 'MANAGER' },
          addresses: [
            address(job.manager, 'HOST'),
            address(job.quorumAddress, 'QUORUM'),
            ...job.serviceAddresses.map((text) => address(text, 'SERVICE')),
          ],
        },
        { host: 'files', role: 'FILE_SERVER', addresses: [address(job.fileServer, 'HOST')] },
        ...members.map(({ name, address: own }) => ({ host: name, role: 'NODE', addresses: [address(own, 'HOST')] })),
      ],
      quorumAddress: job.quorumAddress,
      userStorage: { mode: 'EXTERNAL', fileServer: 'files', exportPath: job.sharePath },
      accounts: job.accounts.map((name) => ({ name })),
      // Addresses for documentation, small disks in memory, a cluster that begins with its manager: all of it is meant.
      acknowledgements: [
        { rule: 'R-NET-1', subject: 'Network front' },
        { rule: 'R-SRV-1', subject: 'Cluster bench' },
        { rule: 'R-STO-4', subject: 'Host files' },
        ...['manager', ...nodes].flatMap((name) =>
          ['R-RES-1', 'R-RES-2', 'R-RES-3'].map((rule) => ({ rule, subject: `Host ${name}` })),
        ),
      ],
    });
  }
}
