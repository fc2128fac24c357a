import { z } from 'zod';
import type { Manifest } from '../manifest/manifest.js';
import { readManifest, type Reading } from '../manifest/read-manifest.js';
import type { PersonsApi } from './client/api-options.js';
import { remediesInWords, type Remedy } from './client/remedy.js';

const wholeManifest = z.object({ manifest: z.string() });
const wholeCluster = z.object({
  userStorage: z.object({ mode: z.literal('EXTERNAL'), fileServerId: z.string(), exportPath: z.string() }),
  members: z.array(z.object({ hostId: z.string() })),
});

/**
 * What may be done about something at a path of a manifest, for whom the file is what counts: a mutation that declares the cluster
 * otherwise is told as what to write at which place, since the next run would undo the mutation.
 */
export function remediesInFile(
  api: PersonsApi,
  file: string,
  { manifest, placeOf }: Reading,
  path: readonly string[],
  remedies: readonly Remedy[],
): readonly string[] {
  const write = (at: readonly string[], what: string): string => {
    const { line, column } = placeOf(at);
    return `${file}:${line}:${column}: write ${what}`;
  };
  return remedies.flatMap((remedy) => {
    const { mutation, input, title } = remedy;
    if (manifest !== undefined && mutation === 'applyCluster') {
      const offered = readManifest(wholeManifest.safeParse(input).data?.manifest ?? '').manifest;
      const all = offered === undefined ? [] : addressesInstead(manifest, offered);
      const here = all.filter(({ at }) => at.join('.') === path.join('.'));
      const told = (here.length > 0 ? here : all).map(({ at, from, to }) => write(at, `${to} instead of ${from}`));
      return told.length > 0 ? told : [title];
    }
    if (manifest !== undefined && mutation === 'createCluster') {
      const { userStorage, members = [] } = wholeCluster.safeParse(input).data ?? {};
      const server = manifest.members[members.findIndex(({ hostId }) => hostId === userStorage?.fileServerId)]?.host;
      if (userStorage === undefined || server === undefined) return [title];
      const { mode, exportPath } = userStorage;
      const what = `userStorage: {mode: ${mode}, fileServer: ${server}, exportPath: ${JSON.stringify(exportPath)}}`;
      return [write(['userStorage'], what)];
    }
    return remediesInWords(api, [remedy]).map((text) => text.replace(/^ {2}→ /, ''));
  });
}

interface Instead {
  readonly at: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** Which addresses of its members another manifest of the same cluster has instead. */
function addressesInstead({ members }: Manifest, other: Manifest): readonly Instead[] {
  return members.flatMap(({ host, addresses }, nth) => {
    const instead = other.members.find((member) => member.host === host)?.addresses ?? [];
    return addresses.flatMap(({ address }, index): readonly Instead[] => {
      const to = instead[index]?.address ?? address;
      const at = ['members', String(nth), 'addresses', String(index), 'address'];
      return to === address ? [] : [{ at, from: address, to }];
    });
  });
}
