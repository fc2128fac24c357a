import type { DirectoryFact } from '../../probes/system/directory-at.js';
import { conflict, type Decision } from '../decision.js';

const inWords: Partial<Readonly<Record<DirectoryFact['is'], string>>> = {
  silent: 'the NFS server that its file system is mounted from is away',
  stale: 'the NFS server that its file system is mounted from has forgotten it',
};

/** Of what lies on a share that does not answer nothing is known, not even that it is gone; undefined where it answers. */
export function fileSystemAway(path: string, { is }: DirectoryFact): Decision | undefined {
  const why = inWords[is];
  return why === undefined ? undefined : conflict(`${path} does not answer`, why);
}
