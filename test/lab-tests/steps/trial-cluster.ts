import type { SecretRef } from '../../../src/domain/secret.js';
import type { HostSession } from '../../../src/steps/harness/host-session.js';

export type OpenSession = HostSession & { close(): Promise<void> };

/** The hosts on which kinds of steps are tried, real or faked, under the same names and with the same last octets. */
export interface TrialCluster {
  readonly lab: {
    readonly publicNetwork: string;
    readonly privateNetwork: string;
    host(name: string): { readonly publicAddress?: string; readonly privateAddress?: string };
  };
  hostId(name: string): string;
  /** Stores a secret, as another version of a former one where that is given. */
  keep(value: string, former?: SecretRef): SecretRef;
  session(name: string): OpenSession;
  /** A script as root, past Hostwright; what it printed. */
  byHand(name: string, script: string): Promise<string>;
  /** Everything of a host that a step may change, line by line. */
  snapshot(name: string): Promise<readonly string[]>;
  /** What the host wrote lately, for a person who reads of a failure. */
  journal(name: string): Promise<string>;
}
