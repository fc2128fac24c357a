import type { Declared } from '../../../quickstart/declare-cluster.js';
import type { Lab } from '../../lab/lab.js';
import type { MortalServer } from './mortal-server.js';

/** A cluster on lab hosts, and the server that set it up; several sets of tests look at it, since to make one takes long. */
export interface OneCluster {
  readonly lab: Lab;
  readonly server: MortalServer;
  /** Where the server keeps its database. */
  readonly data: string;
  readonly declared: Declared;
}
