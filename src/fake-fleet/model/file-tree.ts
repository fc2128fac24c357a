interface Owned {
  /** Octal with four digits. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
}
/** `stamp` is another one each time that the file was written or touched, and goes along when it is moved. */
export type FileNode = Owned & { readonly is: 'file'; readonly content: string; readonly stamp: number };
export type DirectoryNode = Owned & { readonly is: 'directory' };
export type TreeNode = FileNode | DirectoryNode | { readonly is: 'link'; readonly target: string };

/** A directory as root makes one. */
export const rootDirectory: DirectoryNode = { is: 'directory', mode: '0755', uid: 0, gid: 0 };

/** What one file system holds, by absolute path within it; `/` is its root. */
export class FileTree {
  private readonly nodes = new Map<string, TreeNode>([['/', rootDirectory]]);
  private stamps = 0;
  /** Hard limits of groups in KiB, by GID; undefined while the file system enforces none. */
  groupLimits: Map<number, number> | undefined;
  /** Whether anybody keeps to them: `quotaoff` leaves them as they are, and lets everything be written. */
  keepsLimits = true;

  /** As a file system that is mounted with group quotas; limits that it has stay. */
  enforceGroupQuotas(): void {
    this.groupLimits ??= new Map();
  }

  at(path: string): TreeNode | undefined {
    return this.nodes.get(path);
  }

  /** Makes the directories above it too, as root would. */
  put(path: string, node: TreeNode): void {
    const above = path.slice(0, path.lastIndexOf('/'));
    if (above !== '' && !this.nodes.has(above)) this.put(above, rootDirectory);
    this.nodes.set(path, node);
  }

  write(path: string, content: string, owned: Owned): void {
    this.put(path, { is: 'file', content, stamp: ++this.stamps, ...owned });
  }

  /** Removes a node and all that lies below it. */
  delete(path: string): void {
    for (const below of this.below(path)) this.nodes.delete(below);
    this.nodes.delete(path);
  }

  /** Paths of everything below a directory, in the order of their names. */
  below(path: string): readonly string[] {
    const prefix = path === '/' ? '/' : `${path}/`;
    return [...this.nodes.keys()].filter((other) => other.startsWith(prefix) && other !== '/').sort();
  }
}
