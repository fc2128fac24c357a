import { asCidr, networkHolds } from '../../domain/ip-network.js';
import { CommandFailed } from './command-failed.js';
import type { FileSystem } from './file-system.js';

export interface FakeExport {
  readonly path: string;
  readonly client: string;
  /** All of them, defaults included, as the kernel serves it. */
  readonly options: readonly string[];
}

/** What counts unless its opposite is said, in the order in which `exportfs -s` prints it. */
const pairs = [
  ['sync', 'async'],
  ['wdelay', 'no_wdelay'],
  ['hide', 'nohide'],
  ['no_subtree_check', 'subtree_check'],
  ['sec=sys', ''],
  ['ro', 'rw'],
  ['secure', 'insecure'],
  ['root_squash', 'no_root_squash'],
  ['no_all_squash', 'all_squash'],
] as const;

function allOptions(said: readonly string[]): readonly string[] {
  const fsid = said.filter((option) => option.startsWith('fsid='));
  return [...pairs.map(([usual, other]) => (said.includes(other) ? other : usual)), ...fsid];
}

const clientInLine = /(\S+?)\(([^)]*)\)/g;

function listed(content: string): readonly FakeExport[] {
  return content.split('\n').flatMap((line) => {
    const [path = '', ...rest] = line.trim().split(/\s+/);
    if (!path.startsWith('/')) return [];
    return [...rest.join(' ').matchAll(clientInLine)].map(([, client = '', options = '']) => ({
      path,
      client: client.replace(/^\[|\]$/g, ''),
      options: allOptions(options.split(',')),
    }));
  });
}

/** What the NFS server of a host grants, and to whom. */
export class ExportTable {
  private exports: readonly FakeExport[] = [];

  constructor(private readonly files: FileSystem) {}

  get all(): readonly FakeExport[] {
    return this.exports;
  }

  /** Grants what the files list, and nothing else. */
  sync(): void {
    const lists = this.files.below('/etc/exports.d').filter((path) => path.endsWith('.exports'));
    const all = ['/etc/exports', ...lists].flatMap((path) => listed(this.files.read(path) ?? ''));
    // Of two entries for one client the first counts.
    this.exports = [
      ...new Map(all.toReversed().map((one) => [`${one.path} ${one.client}`, one])).values(),
    ].toReversed();
    const gone = this.exports.find(({ path }) => !this.files.isDirectory(path));
    if (gone !== undefined)
      throw new CommandFailed(1, `exportfs: Failed to stat ${gone.path}: No such file or directory`);
  }

  grant(path: string, client: string, options: readonly string[]): void {
    this.exports = [...this.without(path, client), { path, client, options: allOptions(options) }];
  }

  revoke(path: string, client: string): void {
    const left = this.without(path, client);
    if (left.length === this.exports.length)
      throw new CommandFailed(1, `exportfs: Could not find '${client}:${path}' to unexport.`);
    this.exports = left;
  }

  clear(): void {
    this.exports = [];
  }

  /** The export by which a client gets at a directory; the narrowest, as for the server itself. Every host is in a netgroup. */
  grantedTo(address: string, directory: string): FakeExport | undefined {
    const fitting = this.exports.filter(
      ({ path, client }) =>
        (directory === path || directory.startsWith(`${path}/`)) &&
        (client === '*' || client.startsWith('@') || networkHolds(asCidr(client) ?? '0.0.0.0/32', address)),
    );
    return fitting.find(({ client }) => client !== '*' && !client.startsWith('@')) ?? fitting[0];
  }

  private without(path: string, client: string): readonly FakeExport[] {
    return this.exports.filter((one) => one.path !== path || one.client !== client);
  }
}
