import { z } from 'zod';
import { checkManifest, type Told } from '../../manifest/check-manifest.js';
import type { Manifest } from '../../manifest/manifest.js';
import { readManifest } from '../../manifest/read-manifest.js';
import { unjudgedInWords } from '../../manifest/unjudged-in-words.js';

/** A manifest as far as it could be read. */
export interface ManifestRead {
  readonly manifest: Manifest;
  /** What is wrong with the text, and violates requirements beside that; empty where the manifest is all that was written. */
  readonly wrong: readonly WrongInText[];
  /** Places that could not be read, at which stand-ins are. */
  readonly unshaped: readonly (readonly string[])[];
  /** Where the whole manifest has what is at a place of this one. */
  inWhole(path: readonly string[]): readonly string[];
}

export interface WrongInText {
  readonly path: readonly string[];
  readonly message: string;
  /** The requirement and what it says, where it is one that is violated. */
  readonly violated: string | null;
}

/**
 * The text of a manifest, parsed. Beside what cannot be read, at its place with line and column, stand the requirements that the rest
 * violates, and which of them could not be judged. It is for whoever knows the cluster to say more against the rest, and which of those it
 * violates already; where its name cannot be read, nobody does, and no requirement is told.
 */
export const manifestText = z.string().transform((text, context): ManifestRead => {
  const { isText, manifest, judged, neededFirst, problems: read, placeOf } = readManifest(text);
  if (manifest !== undefined && read.length === 0)
    return { manifest, wrong: [], unshaped: [], inWhole: (path) => path };
  const { told } = checkManifest(text);
  const unshaped = (judged?.unshaped ?? []).map(({ path }) => path);
  const wrong = [
    ...told.filter(({ rule }) => rule === null),
    ...told.filter(({ rule, severity }) => rule !== null && severity === 'ERROR'),
  ].map(inText);
  if (judged !== undefined && wrong.length > 0 && unshaped.every(([part]) => part !== 'name')) {
    return { ...judged, unshaped, wrong };
  }
  const problems = told.filter(({ rule, severity }) => rule === null && severity === 'ERROR');
  const none = { ...placeOf([]), path: '', rule: null, message: unjudgedInWords(undefined, neededFirst) };
  for (const { path, message } of [...problems, ...(isText ? [none] : [])].map(inText)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
  return z.NEVER;
});

function inText({
  line,
  column,
  path,
  rule,
  message,
}: Pick<Told, 'line' | 'column' | 'path' | 'rule' | 'message'>): WrongInText {
  const says = rule === null ? null : `${rule}: ${message}`;
  const place = path === '' ? [] : path.split('.');
  return { path: place, message: `line ${line}, column ${column}: ${says ?? message}`, violated: says };
}
