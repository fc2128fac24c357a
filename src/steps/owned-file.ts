import { fileAt, type FileFact } from '../probes/system/file-at.js';
import type { Probe } from '../probes/probe.js';
import type { Change } from './change.js';
import { carriesOurMark, ownMark } from './own-mark.js';

const mode = '0644';

/** A file that is ours as a whole: told by its first line, preferred to lines in files of others. */
export interface OwnedFile {
  readonly path: string;
  readonly probe: Probe<FileFact>;
  /** It is there, as wanted. */
  isRight(seen: FileFact): boolean;
  /** Something without our mark lies there. */
  isForeign(seen: FileFact): boolean;
  /** Nothing to do where it is right already. */
  write(seen: FileFact): readonly Change[];
  /** Nothing to do where it is absent or not ours. */
  remove(seen: FileFact): readonly Change[];
}

export function ownedFile(path: string, body: string): OwnedFile {
  const wanted = `${ownMark}\n${body}`;
  const isRight = (seen: FileFact): boolean => seen.is === 'file' && seen.content === wanted && seen.mode === mode;
  const isForeign = (seen: FileFact): boolean =>
    seen.is === 'other' || (seen.is === 'file' && !carriesOurMark(seen.content));
  return {
    path,
    probe: fileAt(path),
    isRight,
    isForeign,
    write: (seen) => {
      if (isRight(seen)) return [];
      const replaces = seen.is === 'file' ? seen.sha256 : null;
      return [{ do: 'writeFile', path, content: wanted, mode, replaces }];
    },
    remove: (seen) =>
      seen.is === 'file' && carriesOurMark(seen.content) ? [{ do: 'removeFile', path, replaces: seen.sha256 }] : [],
  };
}
