import { listed } from '../rules/listed.js';
import type { JudgedManifest } from './judge-manifest.js';

const mostNamed = 8;

/**
 * Which requirements were not judged, and what has to be mended before they can be.
 * @param said undefined where none could be judged at all
 */
export function unjudgedInWords(
  said: Pick<JudgedManifest, 'unjudged' | 'of'> | undefined,
  neededFirst: readonly string[],
): string {
  const parts = neededFirst.filter((part) => part !== '');
  const first = parts.length === 0 ? 'this' : listed(parts);
  return `${whichIn(said)} judged: mend ${first} first, then there may be more to mend`;
}

function whichIn(said: Pick<JudgedManifest, 'unjudged' | 'of'> | undefined): string {
  if (said === undefined || said.unjudged.length === said.of) return 'no requirement was';
  const { unjudged, of } = said;
  if (unjudged.length > mostNamed) return `${unjudged.length} of ${of} requirements were not`;
  return `${unjudged.join(', ')} ${unjudged.length === 1 ? 'was' : 'were'} not`;
}
