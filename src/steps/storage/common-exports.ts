import { isIP } from 'node:net';
import { canonicalAddress } from '../../domain/ip-network.js';
import { fileAt, type FileFact } from '../../probes/system/file-at.js';

const path = '/etc/exports';

/** What people export. Of two entries for one client `exportfs` takes the one here, which it reads before any list beside it. */
export const commonExports = fileAt(path);

/** Who gets a directory by a line of it; networks and names as they are written there. */
interface CommonEntry {
  readonly client: string;
  readonly place: string;
}

function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Lines by the number of their first one: a backslash at the end goes on in the next, a hash ends one. */
function linesOf(content: string): ReadonlyMap<number, string> {
  const lines = new Map<number, string>();
  let first = 0;
  content.split('\n').forEach((text, index) => {
    first = first === 0 ? index + 1 : first;
    const whole = `${lines.get(first) ?? ''}${text.replace(/#.*/, '')}`;
    const goesOn = whole.endsWith('\\');
    lines.set(first, goesOn ? `${whole.slice(0, -1)} ` : whole);
    if (!goesOn) first = 0;
  });
  return lines;
}

function asClient(text: string): string {
  const bare = text.replace(/^\[(.*)\]/, '$1').replace(/\/(?:32|128)$/, '');
  return isIP(bare) === 0 ? text : canonicalAddress(bare);
}

/** The entries for a directory, as exports(5) writes them. */
export function commonEntries(seen: FileFact, directory: string): readonly CommonEntry[] {
  if (seen.is !== 'file') return [];
  return [...linesOf(seen.content)].flatMap(([line, text]) => {
    const [, quoted, plain = '', rest = ''] = /^\s*(?:"([^"]*)"|(\S+))(.*)$/.exec(text) ?? [];
    const exported = unescape(quoted ?? plain).replace(/(.)\/+$/, '$1');
    if (exported !== directory) return [];
    const clients = rest.split(/\s+/).filter((one) => one !== '' && !one.startsWith('-'));
    return clients.map((one) => ({ client: asClient(one.replace(/\(.*/, '')), place: `line ${line} of ${path}` }));
  });
}
