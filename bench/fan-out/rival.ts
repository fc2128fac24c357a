import type { BenchHost } from '../hosts/bench-hosts.js';
import type { Wanted } from './end-state.js';

/** What somebody else needs to do the job. */
export interface RivalTask {
  readonly hosts: readonly BenchHost[];
  readonly wanted: Wanted;
  readonly keyFile: string;
  readonly knownHostsFile: string;
  /** A folder of its own. */
  readonly folder: string;
}

/** Another way to do the job, as a command that runs to its end; ready to be run again. */
export interface Rival {
  readonly name: string;
  /** It takes part in every so many rounds, by the number of hosts: some take minutes. Infinity: in none. */
  every(hosts: number): number;
  /** Whether it is run again over what it did; no goal asks that of those that take minutes. */
  readonly again: boolean;
  command(task: RivalTask): { readonly command: readonly string[]; readonly environment: NodeJS.ProcessEnv };
}
