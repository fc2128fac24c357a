import { CommandFailed } from './command-failed.js';
import type { Faults } from './faults.js';
import type { FileNode, FileTree, TreeNode } from './file-tree.js';
import type { MountTable } from './mount-table.js';

/** Why a path cannot be looked at. */
export type Away = 'silent' | 'stale';

/** All files of a host under one root, those on other hosts included. Paths are absolute and without a trailing slash. */
export class FileSystem {
  constructor(
    private readonly mounts: MountTable,
    private readonly faults: Faults,
  ) {}

  at(path: string): TreeNode | Away | undefined {
    const place = this.mounts.placeOf(path);
    return typeof place === 'string' ? place : place.tree.at(place.path);
  }

  /** The content of a file; undefined where there is none. */
  read(path: string): string | undefined {
    const node = this.at(path);
    return typeof node === 'object' && node.is === 'file' ? node.content : undefined;
  }

  isDirectory(path: string): boolean {
    const node = this.at(path);
    return typeof node === 'object' && node.is === 'directory';
  }

  /** Paths of everything below a directory, on the file system that it lies on. */
  below(path: string): readonly string[] {
    const place = this.mounts.placeOf(path);
    if (typeof place === 'string') return [];
    return place.tree
      .below(place.path)
      .map((other) => `${path}${other.slice(place.path === '/' ? 0 : place.path.length)}`);
  }

  write(path: string, content: string, mode = '0644'): void {
    if (this.faults.find('disk-full') !== undefined) {
      throw new CommandFailed(1, `${path}: No space left on device`);
    }
    const { tree, path: within } = this.reached(path);
    const former = tree.at(within);
    const owner = typeof former === 'object' && former.is === 'file' ? former : { uid: 0, gid: 0 };
    tree.write(within, content, { mode, uid: owner.uid, gid: owner.gid });
  }

  put(path: string, node: TreeNode): void {
    if (this.faults.find('disk-full') !== undefined) {
      throw new CommandFailed(1, `cannot create '${path}': No space left on device`);
    }
    const { tree, path: within } = this.reached(path);
    tree.put(within, node);
  }

  delete(path: string): void {
    const { tree, path: within } = this.reached(path);
    tree.delete(within);
  }

  /** The file at a path, for a command that needs one. */
  file(path: string): FileNode {
    const node = this.at(path);
    if (typeof node === 'object' && node.is === 'file') return node;
    throw new CommandFailed(1, `${path}: No such file or directory`);
  }

  private reached(path: string): { readonly tree: FileTree; readonly path: string } {
    const place = this.mounts.placeOf(path);
    if (typeof place === 'string') {
      throw new CommandFailed(1, place === 'stale' ? `${path}: Stale file handle` : `${path}: Connection timed out`);
    }
    return place;
  }
}
