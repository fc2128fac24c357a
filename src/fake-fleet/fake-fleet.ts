import type { SshKeyPairs } from '../ports/ssh-key-pairs.js';
import type { FakeHostPlan } from './model/fake-host.js';
import { FakeNetwork } from './model/fake-network.js';
import { authorizedKeys } from './server/authorized-keys.js';
import { FakeHostServer } from './server/fake-host-server.js';

export interface FakeFleetOptions {
  readonly plans: readonly FakeHostPlan[];
  /** Where all of them really listen, on a port each. */
  readonly address: string;
  /** The port of the first host, the others follow; 0 for any that are free. */
  readonly port: number;
  /** Who may enter, one public key in each line. */
  readonly authorized: string;
  readonly keyPairs: SshKeyPairs;
}

/** Fake hosts that reach one another, each behind an SSH server of its own in this process. */
export class FakeFleet {
  readonly hosts: readonly FakeHostServer[];
  readonly address: string;

  private constructor({ plans, address, authorized, keyPairs }: FakeFleetOptions) {
    const network = new FakeNetwork();
    const served = { network, keyPairs, authorized: authorizedKeys(authorized) };
    this.address = address;
    const endpointOf = (of: string, from: FakeHostServer['host']): { address: string; port: number } | undefined => {
      const found = network.holderOf(of, from)?.host;
      const server = this.hosts.find(({ host }) => host === found);
      return server === undefined ? undefined : { address, port: server.port };
    };
    this.hosts = plans.map((plan) => new FakeHostServer(plan, { ...served, endpointOf }));
  }

  static async start(options: FakeFleetOptions): Promise<FakeFleet> {
    const fleet = new FakeFleet(options);
    try {
      for (const [index, host] of fleet.hosts.entries()) {
        await host.listen(options.address, options.port === 0 ? 0 : options.port + index);
      }
    } catch (error) {
      await fleet.close();
      throw error;
    }
    return fleet;
  }

  /** The host of a name; there has to be one. */
  server(name: string): FakeHostServer {
    const found = this.hosts.find(({ host }) => host.name === name);
    if (found === undefined) throw new RangeError(`the fleet has no host ${name}`);
    return found;
  }

  async close(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.close()));
  }
}
