import { CommandFailed } from './command-failed.js';
import { FileTree } from './file-tree.js';

export interface Place {
  readonly tree: FileTree;
  readonly path: string;
}

/** Where the files of a mount really lie: in a tree of its own, or wherever a server says. */
export interface FakeMount {
  readonly target: string;
  readonly source: string;
  readonly fileSystem: string;
  readonly options: readonly string[];
  readonly superOptions: readonly string[];
  /** Where a path below the target lies; `/` is the target itself. */
  readonly placeOf: (below: string) => Place | 'silent' | 'stale';
}

const notMounted = 32;

export function ownTree(tree: FileTree): FakeMount['placeOf'] {
  return (path) => ({ tree, path });
}

/** What is mounted on a host, oldest first; the oldest is its root. */
export class MountTable {
  private readonly root = new FileTree();
  private readonly mounts: FakeMount[] = [
    {
      ...{ target: '/', source: '/dev/root', fileSystem: 'ext4', options: ['rw', 'relatime'], superOptions: ['rw'] },
      placeOf: ownTree(this.root),
    },
  ];

  /** On the root, as a person has it who mounts it so. */
  enforceGroupQuotas(): void {
    this.root.enforceGroupQuotas();
    this.change('/', { options: ['rw', 'relatime'], superOptions: ['rw', 'grpquota'] });
  }

  get all(): readonly FakeMount[] {
    return this.mounts;
  }

  /** The newest mount at exactly this path. */
  at(target: string): FakeMount | undefined {
    return this.mounts.findLast((mount) => mount.target === target);
  }

  add(mount: FakeMount): void {
    this.mounts.push(mount);
  }

  change(target: string, changed: Pick<FakeMount, 'options' | 'superOptions'>): void {
    const index = this.mounts.findLastIndex((mount) => mount.target === target);
    const mount = this.mounts[index];
    if (mount === undefined) throw new CommandFailed(notMounted, `mount: ${target}: mount point not mounted`);
    this.mounts[index] = { ...mount, ...changed };
  }

  remove(target: string): void {
    const index = this.mounts.findLastIndex((mount) => mount.target === target);
    if (index < 1) throw new CommandFailed(notMounted, `umount: ${target}: not mounted.`);
    this.mounts.splice(index, 1);
  }

  /** The mount that a path lies in. */
  holding(path: string): FakeMount {
    const covers = ({ target }: FakeMount): boolean =>
      target === '/' || path === target || path.startsWith(`${target}/`);
    const covering = this.mounts.filter(covers).toSorted((one, other) => one.target.length - other.target.length);
    const mount = covering.at(-1);
    if (mount === undefined) throw new TypeError(`${path} is no absolute path`);
    return mount;
  }

  placeOf(path: string): Place | 'silent' | 'stale' {
    const mount = this.holding(path);
    const below = mount.target === '/' ? path : path.slice(mount.target.length);
    return mount.placeOf(below === '' ? '/' : below);
  }
}
