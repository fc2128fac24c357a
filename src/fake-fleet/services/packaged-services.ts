import type { FakeHost } from '../model/fake-host.js';
import { keepalived } from './keepalived.js';
import { nfsServer } from './nfs-server.js';
import { quotaRpc } from './quota-rpc.js';
import { rpcbind } from './rpcbind.js';
import { rpcStatd } from './rpc-statd.js';
import { apache2, nginx } from './web-server.js';

/** A service that a Debian package brings, and what it does to its host. */
export interface PackagedService {
  readonly unit: string;
  readonly package: string;
  /** Its unit file, as far as it matters here. */
  readonly file: string;
  readonly ports: readonly number[];
  /** Runs as soon as it is installed. */
  readonly atOnce: boolean;
  /** A condition of the unit: where it does not hold, a start succeeds and does nothing. */
  readonly isWanted?: (host: FakeHost) => boolean;
  /** Also what a reload does. */
  readonly start: (host: FakeHost) => void;
  readonly stop: (host: FakeHost) => void;
}

/** Every service that is modelled. */
export const packagedServices: readonly PackagedService[] = [
  rpcbind,
  rpcStatd,
  nfsServer,
  quotaRpc,
  keepalived,
  apache2,
  nginx,
];
