import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Every address of a name, in the order in which they are to be tried. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** A name that has no address, or of which nobody said one in time; the message says which and may be shown. */
export class NameUnresolved extends Error {
  override readonly name = 'NameUnresolved';
}

export interface NameServers {
  /** Name servers as `address:port`; those of the machine unless given. */
  readonly servers?: readonly string[];
  /** Wait at most so long for all answers together. */
  readonly totalMs: number;
  readonly hostsFile?: string;
}

const firstTryMs = 2_000;
const coded = z.object({ code: z.string() });

/**
 * Resolves names as the machine does, by its file of hosts and its name servers, but never by `getaddrinfo`: that holds one of
 * four threads for as long as a name server says nothing, so that the names of others, and their files, would wait behind it.
 *
 * @throws NameUnresolved
 */
export function resolveByName({ servers, totalMs, hostsFile = '/etc/hosts' }: NameServers): Resolve {
  return async (name) => {
    const plain = name.toLowerCase().replace(/\.$/, '');
    // Never asked for on the network: RFC 6761, section 6.3.
    if (/(^|\.)localhost$/.test(plain)) return ['127.0.0.1', '::1'];
    const local = addressesIn(await readFile(hostsFile, 'utf8').catch(() => ''), plain);
    if (local.length > 0) return local;
    // A resolver of its own, so that it can be cancelled alone and sees name servers that changed.
    const resolver = new Resolver({ timeout: firstTryMs, tries: 2 });
    if (servers !== undefined) resolver.setServers(servers);
    const limit = setTimeout(() => resolver.cancel(), totalMs);
    try {
      const [four, six] = await Promise.allSettled([resolver.resolve4(plain), resolver.resolve6(plain)]);
      const found = inTurn(four.status === 'fulfilled' ? four.value : [], six.status === 'fulfilled' ? six.value : []);
      if (found.length > 0) return found;
      throw new NameUnresolved(why(four.status === 'rejected' ? four.reason : undefined));
    } finally {
      clearTimeout(limit);
    }
  };
}

/** The file's lines read `address name alias…`; what follows a `#` is a comment: hosts(5). */
function addressesIn(hostsFile: string, name: string): readonly string[] {
  return hostsFile.split('\n').flatMap((line) => {
    const [address, ...names] = line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/);
    return address !== undefined && names.includes(name) ? [address] : [];
  });
}

/** Of both families by turns: a host that only speaks one of them finds an address soon. */
function inTurn(four: readonly string[], six: readonly string[]): readonly string[] {
  return Array.from({ length: Math.max(four.length, six.length) }, (_, place) => [four[place], six[place]])
    .flat()
    .filter((address) => address !== undefined);
}

function why(error: unknown): string {
  const told = coded.safeParse(error);
  const code = told.success ? told.data.code : undefined;
  if (code === 'ENOTFOUND') return 'its name is not known';
  if (code === undefined || code === 'ENODATA') return 'its name has no address';
  if (code === 'ETIMEOUT' || code === 'ECANCELLED') return 'its name server did not answer in time';
  return `its name could not be resolved (${code})`;
}
