import type { Export } from '../../probes/storage/nfs-exports.js';
import { exportAdmits } from './export-admits.js';

/** What exports say of one client that mounts user storage. */
export type Admission =
  | { readonly is: 'admitted' }
  /** Admitted, but without options that sites need. */
  | { readonly is: 'crippled'; readonly missing: readonly string[] }
  | { readonly is: 'refused' }
  /** By a name or netgroup that cannot be told to be this client. */
  | { readonly is: 'undecided'; readonly client: string };

/** Options without which sites could not be written, or could not be given to their accounts. */
const optionsNeeded = ['rw', 'no_root_squash'] as const;

/** Whether a path is exported to any of the addresses that a client may come from. */
export function judgeAdmission(
  exports: readonly Export[],
  path: string,
  addresses: readonly string[],
  names?: readonly string[],
): Admission {
  const offers = exports.filter((entry) => entry.path === path);
  const answers = offers.map(({ client }) => addresses.map((address) => exportAdmits(client, address, names)));
  const admitting = offers.find((_, index) => answers[index]?.includes('YES') === true);
  if (admitting !== undefined) {
    const missing = optionsNeeded.filter((option) => !admitting.options.includes(option));
    return missing.length === 0 ? { is: 'admitted' } : { is: 'crippled', missing };
  }
  const undecided = offers.find((_, index) => answers[index]?.includes('UNDECIDED') === true);
  return undecided === undefined ? { is: 'refused' } : { is: 'undecided', client: undecided.client };
}
