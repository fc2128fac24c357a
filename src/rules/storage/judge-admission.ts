import { asCidr } from '../../domain/ip-network.js';
import type { Export } from '../../probes/storage/nfs-exports.js';
import { because, type Reason } from '../reason.js';
import { exportAdmits } from './export-admits.js';

/** What exports say of one client that mounts user storage. */
export type Admission =
  | { readonly is: 'admitted' }
  /** Admitted, but without options that sites need. */
  | { readonly is: 'crippled'; readonly missing: readonly string[] }
  | { readonly is: 'refused' }
  /** The exports do not say it; here is what one would have to know. */
  | { readonly is: 'undecided'; readonly openIs: Reason };

/** Options without which sites could not be written, or could not be given to their accounts. */
const optionsNeeded = ['rw', 'no_root_squash'] as const;

/** What of that lacks. `all_squash` takes everybody's rights, root's included, whatever is said of root: exports(5). */
function missingIn({ options }: Export): readonly string[] {
  const missing = optionsNeeded.filter((option) => !options.includes(option));
  return options.includes('all_squash') ? [...missing, 'no_all_squash'] : missing;
}

/**
 * Whether a path is exported to any of the addresses that a client may come from. The server goes by the longest exported path
 * that holds the wanted one and names the client: `auth_authenticate` in nfs-utils.
 *
 * @param client what people call it
 */
export function judgeAdmission(
  exports: readonly Export[],
  path: string,
  client: string,
  addresses: readonly string[],
  names?: readonly string[],
): Admission {
  for (const exported of [path, ...parentsOf(path)]) {
    const offers = exports.filter((entry) => entry.path === exported).toSorted((one, other) => rank(one) - rank(other));
    const answers = addresses.map((address) => byOffers(offers, client, address, names));
    const answer =
      answers.find(({ is }) => is === 'admitted') ??
      answers.find(({ is }) => is === 'crippled') ??
      answers.find(({ is }) => is === 'undecided');
    if (answer === undefined) continue;
    const inherits = exported === path || offers.every(({ options }) => options.includes('crossmnt'));
    if (inherits || answer.is !== 'admitted') return answer;
    return {
      is: 'undecided',
      openIs: because(
        'FILE_SYSTEM_UNSEEN',
        `whether ${path} is on the file system of ${exported}, which it exports to ${client}`,
        { path, exported, client },
      ),
    };
  }
  return { is: 'refused' };
}

function parentsOf(path: string): readonly string[] {
  const names = path.split('/').slice(1, -1);
  return [...names.map((_, depth) => `/${names.slice(0, depth + 1).join('/')}`), '/'].toSorted(
    (one, other) => other.length - one.length,
  );
}

/** What counts where several clients of a path mean the same host, whatever their order in the file: exports(5). */
function rank({ client }: Export): number {
  if (client === '*') return 4;
  if (client.startsWith('@')) return 3;
  const network = asCidr(client);
  if (network !== undefined) return /\/(32|128)$/.test(network) ? 0 : 1;
  return /[*?[]/.test(client) ? 2 : 0;
}

/** The first offer that means the client is what it gets. One that may mean it leaves open only what it would change. */
function byOffers(
  offers: readonly Export[],
  client: string,
  address: string,
  names: readonly string[] | undefined,
): Admission {
  const open: { readonly entry: string; readonly given: Admission }[] = [];
  for (const offer of offers) {
    const meant = exportAdmits(offer.client, address, names);
    if (meant === 'NO') continue;
    const missing = missingIn(offer);
    const given: Admission = missing.length === 0 ? { is: 'admitted' } : { is: 'crippled', missing };
    if (meant === 'UNDECIDED') open.push({ entry: offer.client, given });
    else {
      const other = open.find((one) => one.given.is !== given.is);
      return other === undefined ? given : undecided(other.entry, client);
    }
  }
  return open[0] === undefined ? { is: 'refused' } : undecided(open[0].entry, client);
}

function undecided(entry: string, client: string): Admission {
  const openIs = because('EXPORT_UNDECIDED', `whether ${entry} in its exports means ${client}`, { entry, client });
  return { is: 'undecided', openIs };
}
