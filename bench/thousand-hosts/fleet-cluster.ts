import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { awaitOperation } from '../../src/cli/client/await-operation.js';
import type { SshKeyPair } from '../../src/ports/ssh-key-pairs.js';
import type { Product } from '../product/product.js';
import type { ServedFleet, ServedHost } from './served-fleet.js';

/** How many hosts one mutation registers or looks at. */
const hostsOfRequest = 100;
const longestMs = 1_800_000;
const quorumAddress = '10.98.200.1';

const idOf = z.object({ id: z.string() });
const started = z.object({ operation: idOf });
const registered = z.object({ hosts: z.array(idOf), operation: idOf });
const applied = z.object({
  applyCluster: z.object({
    operation: idOf.nullable(),
    userErrors: z.array(z.object({ message: z.string() })),
  }),
});

/** A cluster of all hosts of a fleet, as one who uses the API works on it. */
export class FleetCluster {
  private hostIds: readonly string[] = [];

  constructor(
    private readonly product: Product,
    private readonly fleet: ServedFleet,
    private readonly key: SshKeyPair,
  ) {}

  /** Makes all hosts known, and waits until each was looked at. */
  async register(): Promise<void> {
    const { client } = this.product;
    const { sshKey } = await client.mutate(
      ...(['createSshKey', 'CreateSshKeyInput', 'sshKey { id }'] as const),
      { idempotencyKey: randomUUID(), name: 'bench', privateKey: this.key.privateKey.reveal() },
      z.object({ sshKey: idOf }),
    );
    const known = await Promise.all(
      inRequests(this.fleet.hosts).map(async (hosts) => {
        const input = {
          ...{ idempotencyKey: randomUUID(), sshKeyId: sshKey.id },
          hosts: hosts.map(({ name, address, port, hostKeySha256 }) => ({
            ...{ name, address, port, hostKeyFingerprint: hostKeySha256 },
          })),
        };
        const selection = 'hosts { id } operation { id }';
        const made = await client.mutate('registerHosts', 'RegisterHostsInput', selection, input, registered);
        await this.follow(made.operation.id);
        return made.hosts.map(({ id }) => id);
      }),
    );
    this.hostIds = known.flat();
  }

  /** Looks at every host, as many in one request as may be, all requests at once. */
  async look(): Promise<void> {
    await Promise.all(
      inRequests(this.hostIds).map(async (hostIds) => {
        const input = { idempotencyKey: randomUUID(), hostIds };
        const type = 'ObserveHostsInput';
        const { operation } = await this.product.client.mutate(
          ...(['observeHosts', type, 'operation { id }', input, started] as const),
        );
        await this.follow(operation.id);
      }),
    );
  }

  /** Makes it have so many service addresses, bound on the manager and all nodes. */
  async have(serviceAddresses: number): Promise<string> {
    const document = `mutation ($input: ApplyClusterInput!) {
      applyCluster(input: $input) { operation { id } userErrors { message } } }`;
    const input = { idempotencyKey: randomUUID(), manifest: this.manifest(serviceAddresses), setUp: true };
    const { applyCluster } = await this.product.client.request(document, { input }, applied);
    const { operation, userErrors } = applyCluster;
    if (operation === null)
      throw new Error(`the cluster was refused: ${userErrors.map(({ message }) => message).join('; ')}`);
    await this.follow(operation.id);
    return operation.id;
  }

  /** How many steps an operation made true or found so; each is recorded. */
  async stepsOf(operationId: string): Promise<number> {
    const id = Buffer.from(operationId, 'base64').toString('latin1').split(':').at(-1);
    const [row] = await this.product.database.query(
      'SELECT count(*)::int AS steps FROM step WHERE operation_id = $1::uuid',
      [id],
      z.object({ steps: z.int() }),
    );
    return row?.steps ?? 0;
  }

  private async follow(operationId: string): Promise<void> {
    const { client } = this.product;
    const deadline = AbortSignal.timeout(longestMs);
    const { state, failure } = await awaitOperation(
      () => client,
      operationId,
      () => undefined,
      deadline,
    );
    if (state !== 'SUCCEEDED') throw new Error(`the operation is ${state}: ${failure ?? 'no failure told'}`);
  }

  private manifest(serviceAddresses: number): string {
    const { networks, hosts } = this.fleet;
    const services = Array.from({ length: serviceAddresses }, (_, index) => `198.19.200.${index + 1}`);
    const address = (network: string, text: string, purpose: string): object => ({ network, address: text, purpose });
    return JSON.stringify({
      ...{ apiVersion: 'hostwright/v1', kind: 'Cluster', name: 'bench', topology: 'PUBLIC_PRIVATE', quorumAddress },
      networks: [
        { name: 'front', kind: 'PUBLIC', cidr: networks.public },
        { name: 'back', kind: 'PRIVATE', cidr: networks.private },
      ],
      members: hosts.map(({ name, publicAddress, privateAddress }, number) => ({
        ...{ host: name, role: number === 0 ? 'MANAGER' : 'NODE' },
        addresses: [
          address('front', publicAddress, 'HOST'),
          address('back', privateAddress, 'HOST'),
          ...(number === 0
            ? [address('back', quorumAddress, 'QUORUM'), ...services.map((text) => address('front', text, 'SERVICE'))]
            : []),
        ],
      })),
      balancedServices: services.map((text) => ({ address: text, port: 80 })),
      webServer: 'NGINX',
      // Addresses that are reserved for benchmarks: meant.
      acknowledgements: [{ rule: 'R-NET-1', subject: 'Network front' }],
    });
  }
}

function inRequests<T extends ServedHost | string>(all: readonly T[]): readonly (readonly T[])[] {
  const requests = Math.ceil(all.length / hostsOfRequest);
  return Array.from({ length: requests }, (_, index) =>
    all.slice(index * hostsOfRequest, (index + 1) * hostsOfRequest),
  );
}
