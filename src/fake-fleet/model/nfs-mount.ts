import type { FakeHost } from './fake-host.js';
import { CommandFailed } from './command-failed.js';
import type { FakeExport } from './export-table.js';
import { FileTree } from './file-tree.js';
import { ownTree, type FakeMount } from './mount-table.js';

/** `mount` ends with it where a mount failed. */
const mountFailed = 32;

const nfsServer = 'nfs-server.service';

interface Asked {
  readonly source: string;
  readonly target: string;
  readonly fileSystem: string;
  readonly options: readonly string[];
}

/** The server does not admit the host. */
class Denied extends CommandFailed {
  constructor(source: string) {
    super(mountFailed, `mount.nfs: access denied by server while mounting ${source}`);
  }
}

export function isDenied(error: unknown): error is CommandFailed {
  return error instanceof Denied;
}

/** Where a share lies, as `mount` takes its source. */
function sharePlace(source: string): { readonly address: string; readonly directory: string } {
  const [, address = '', directory = ''] = /^\[?([^\]]+?)\]?:(\/.*)$/.exec(source) ?? [];
  return { address, directory };
}

/** By what export a host gets at a share; undefined where there is none. */
export function grantOf(host: FakeHost, source: string): FakeExport | undefined {
  const { address, directory } = sharePlace(source);
  const server = host.network.holderOf(address, host)?.host;
  return server?.exports.grantedTo(host.links.routeTo(address)?.source ?? '', directory);
}

/** Files of another host, for as long as it grants what it granted first. */
function remotePlaces(host: FakeHost, address: string, directory: string, handle: string): FakeMount['placeOf'] {
  return (below) => {
    const server = host.network.holderOf(address, host)?.host;
    if (server?.units.isActive(nfsServer) !== true) return 'silent';
    if (handleOf(host, server, address, directory) !== handle) return 'stale';
    const whole = `${directory}${below === '/' ? '' : below}`;
    return server.mounts.placeOf(whole);
  };
}

/** What names the tree in file handles; undefined where it is not granted. */
function handleOf(host: FakeHost, server: FakeHost, address: string, directory: string): string | undefined {
  if (server.faults.find('export-denied') !== undefined) return undefined;
  const source = host.links.routeTo(address)?.source ?? '';
  const granted = server.exports.grantedTo(source, directory);
  if (granted === undefined || !server.files.isDirectory(directory)) return undefined;
  return granted.options.find((option) => option.startsWith('fsid=')) ?? `${server.name}:${granted.path}`;
}

/** What a mount of a share would be; `silent` where the server does not answer. */
export function nfsMount(host: FakeHost, { source, target, fileSystem, options }: Asked): FakeMount | 'silent' {
  const { address, directory } = sharePlace(source);
  const server = host.network.holderOf(address, host)?.host;
  if (server?.units.isActive(nfsServer) !== true) return 'silent';
  const handle = handleOf(host, server, address, directory);
  if (handle === undefined) throw new Denied(source);
  const version = options.find((option) => option.startsWith('vers='))?.slice('vers='.length) ?? '4.2';
  const locks = options.includes('nolock') ? ['nolock', 'local_lock=all'] : ['local_lock=none'];
  // A client of version 3 needs somebody to claim its locks after a restart of the server.
  if (version === '3' && !options.includes('nolock')) host.units.start('rpc-statd.service');
  const restrictions = ['nosuid', 'nodev'].filter((option) => options.includes(option));
  const hardness = options.includes('soft') ? 'soft' : 'hard';
  return {
    ...{ source, target, fileSystem: version === '3' ? 'nfs' : 'nfs4' },
    options: [options.includes('ro') ? 'ro' : 'rw', ...restrictions, 'relatime'],
    superOptions: ['rw', `vers=${version}`, hardness, 'proto=tcp', 'sec=sys', ...locks, `addr=${address}`],
    placeOf: remotePlaces(host, address, directory, handle),
    ...(fileSystem === 'nfs' ? {} : { fileSystem }),
  };
}

/** What is on a disk is there at the next mount too; what is in memory is not. */
function treeOf({ disks }: FakeHost, source: string, fileSystem: string): FileTree {
  if (fileSystem === 'tmpfs') return new FileTree();
  const tree = disks.get(source) ?? new FileTree();
  disks.set(source, tree);
  return tree;
}

/** Mounts as `mount` does; `silent` where the server does not answer. */
export function mount(host: FakeHost, asked: Asked): 'mounted' | 'silent' {
  if (!host.files.isDirectory(asked.target)) {
    throw new CommandFailed(mountFailed, `mount: ${asked.target}: mount point does not exist.`);
  }
  const { source, target, fileSystem, options } = asked;
  if (fileSystem === 'nfs' || fileSystem === 'nfs4') {
    const made = nfsMount(host, asked);
    if (made === 'silent') return made;
    host.mounts.add(made);
    return 'mounted';
  }
  const tree = treeOf(host, source, fileSystem);
  if (options.includes('grpquota')) tree.enforceGroupQuotas();
  const placeOf = ownTree(tree);
  host.mounts.add({ source, target, fileSystem, options: ['rw', ...options], superOptions: ['rw'], placeOf });
  return 'mounted';
}

/** What a mount unit declares. systemd makes the directory; a server that is away or refuses is asked again later. */
export function mountDeclared(
  host: FakeHost,
  settings: ReadonlyMap<string, readonly string[]>,
): 'mounted' | 'silent' | { readonly refused: string } {
  const value = (name: string): string => settings.get(`Mount.${name}`)?.[0] ?? '';
  const target = value('Where');
  if (host.files.at(target) === undefined) host.files.put(target, { is: 'directory', mode: '0755', uid: 0, gid: 0 });
  const asked = { source: value('What'), target, fileSystem: value('Type'), options: value('Options').split(',') };
  try {
    return mount(host, asked);
  } catch (error) {
    if (error instanceof CommandFailed && settings.has('Unit.OnFailure')) return { refused: error.message };
    throw error;
  }
}
