import type { FakeHost } from '../model/fake-host.js';

/** Whether a path lies on a share whose server answers. */
export function isOnShare({ mounts }: FakeHost, path: string): boolean {
  return mounts.holding(path).fileSystem.startsWith('nfs') && typeof mounts.placeOf(path) !== 'string';
}

/** Takes away what a run of a proof left in a directory under its mark. */
export function clearMarks({ files }: FakeHost, path: string, mark: string): void {
  for (const left of files.below(path).filter((one) => one.startsWith(`${path}/${mark}`))) files.delete(left);
}
