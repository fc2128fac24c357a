import { ownMark } from '../../../src/steps/own-mark.js';
import type { Lab } from '../../lab/lab.js';
import { hostSnapshot } from '../steps/host-snapshot.js';
import { LabCluster } from '../steps/lab-cluster.js';

/** What differs between two labs or two clusters although the same was made true. */
const ownNames: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID'],
  // The same where a unit is named after it.
  [/\b[0-9a-f]{32}\b/g, 'UUID'],
  // Of a site's settings, which name addresses.
  [/\/site\/[0-9a-f]{16}\b/g, '/site/VERSION'],
  [/\b198\.18\.\d+\./g, '198.18.N.'],
  [/\b10\.77\.\d+\./g, '10.77.N.'],
  [/\bfe80::77:[0-9a-f]*ff:/g, 'fe80::77:Nff:'],
  [/\bhostwright_[0-9a-f]{12}\b/g, 'LOGIN'],
  // Hashes of passwords and of files that name one of the above; what our own files hold is compared line by line.
  [/\*[0-9A-F]{40}\b/g, 'HASH'],
  [/\b[0-9a-f]{64}\b/g, 'SHA256'],
];

/** Each line of every file that carries our mark, with its place. */
const ownFiles = `grep -rlsF '${ownMark}' /etc | xargs -r grep -n '' /dev/null; :`;

/** Every host's state that steps may change, in words that another lab would use too. */
export async function settledHosts(lab: Lab): Promise<Readonly<Record<string, readonly string[]>>> {
  const cluster = new LabCluster(lab);
  try {
    const entries = await Promise.all(
      lab.hosts.map(async ({ name }) => {
        const written = (await cluster.byHand(name, ownFiles)).split('\n');
        const lines = [...(await hostSnapshot(cluster, name)), ...written];
        const common = lines.map((line) => ownNames.reduce((text, [own, word]) => text.replace(own, word), line));
        return [name, common.sort()] as const;
      }),
    );
    return Object.fromEntries(entries);
  } finally {
    cluster.connections.closeAll();
  }
}
