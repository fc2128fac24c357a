import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Secret, type SecretRef } from '../../../src/domain/secret.js';
import { systemClock } from '../../../src/edges/node/system-clock.js';
import { ssh2KeyPairs } from '../../../src/edges/ssh2/ssh2-key-pairs.js';
import { Ssh2Connections } from '../../../src/edges/ssh2/ssh2-connections.js';
import { FakeFleet } from '../../../src/fake-fleet/fake-fleet.js';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { planHost, type PlacedHost } from '../../../src/fake-fleet/plan-fleet.js';
import type { SshTarget } from '../../../src/ports/host-connections.js';
import { SshHostSession } from '../../../src/steps/harness/ssh-host-session.js';
import type { OpenSession, TrialCluster } from '../../lab-tests/steps/trial-cluster.js';
import { fakeSnapshot } from './fake-snapshot.js';
import { runByHand } from './by-hand/run-by-hand.js';

const publicPrefix = '198.18.250';
const privatePrefix = '10.77.250';
/** As the image of the same name in the lab. */
const equipment = ['nfs-kernel-server', 'nfs-common', 'quota', 'keepalived', 'ipvsadm', 'apache2', 'nginx'];

/** The same hosts as the lab of the trial has, in the same order. */
const placed: readonly PlacedHost[] = ['manager', 'node1', 'node2', 'bare'].map((name, number) => ({
  ...{ name, prefixLength: 24 },
  ...{ publicAddress: `${publicPrefix}.${11 + number}`, privateAddress: `${privatePrefix}.${11 + number}` },
  packages: name === 'bare' ? [] : equipment,
}));

/** Another host of the private segment, which no step is tried on. */
const other: PlacedHost = { name: 'db1', privateAddress: `${privatePrefix}.15`, prefixLength: 24 };

/** Fake hosts as Hostwright reaches real ones: over its own edges, with pinned keys and secrets by reference. */
export class FakeCluster implements TrialCluster {
  readonly connections: Ssh2Connections;
  readonly lab = {
    publicNetwork: `${publicPrefix}.0/24`,
    privateNetwork: `${privatePrefix}.0/24`,
    host: (name: string): PlacedHost => [...placed, other].find((one) => one.name === name) ?? other,
  };
  private readonly tenantId = randomUUID();
  private readonly secrets = new Map<string, Secret>();
  private readonly hostIds = new Map<string, string>();

  private constructor(
    readonly fleet: FakeFleet,
    private readonly key: SecretRef,
    secret: Secret,
  ) {
    this.secrets.set(key.secretId, secret);
    this.connections = new Ssh2Connections({ open: (_, ref) => this.open(ref) });
  }

  static async start(): Promise<FakeCluster> {
    const pair = ssh2KeyPairs.generate('trial');
    const plans = [...placed, other].map(planHost);
    const fleet = await FakeFleet.start({
      ...{ plans, address: '127.0.0.1', port: 0, authorized: pair.publicKey, keyPairs: ssh2KeyPairs },
    });
    return new FakeCluster(fleet, { secretId: randomUUID(), version: 1 }, pair.privateKey);
  }

  async end(): Promise<void> {
    this.connections.closeAll();
    await this.fleet.close();
  }

  host(name: string): FakeHost {
    return this.fleet.server(name).host;
  }

  hostId(name: string): string {
    const id = this.hostIds.get(name) ?? randomUUID();
    this.hostIds.set(name, id);
    return id;
  }

  keep(value: string, former?: SecretRef): SecretRef {
    const ref = { secretId: former?.secretId ?? randomUUID(), version: (former?.version ?? 0) + 1 };
    this.secrets.set(ref.secretId, new Secret(value));
    return ref;
  }

  target(name: string): SshTarget {
    const { port, hostKeySha256 } = this.fleet.server(name);
    return {
      ...{ hostId: this.hostId(name), address: this.fleet.address, port, user: 'root', privateKey: this.key },
      ...{ pinnedSha256: hostKeySha256, reachedThrough: null },
    };
  }

  session(name: string): OpenSession {
    const session = new SshHostSession({
      tenantId: this.tenantId,
      hostName: name,
      target: this.target(name),
      connections: this.connections,
      open: (ref) => this.open(ref),
      nonce: () => randomBytes(16).toString('hex'),
      pause: (milliseconds) => pause(milliseconds),
      clock: systemClock,
    });
    return Object.assign(session, { close: () => Promise.resolve() });
  }

  async byHand(name: string, script: string): Promise<string> {
    return runByHand(this.host(name), script);
  }

  async snapshot(name: string): Promise<readonly string[]> {
    return fakeSnapshot(this.host(name));
  }

  async journal(): Promise<string> {
    return 'a fake host keeps no journal';
  }

  private async open({ secretId }: SecretRef): Promise<Secret> {
    const secret = this.secrets.get(secretId);
    if (secret === undefined) throw new Error(`there is no secret ${secretId}`);
    return secret;
  }
}
