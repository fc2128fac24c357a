import { z } from 'zod';
import { checkManifest } from '../../manifest/check-manifest.js';
import type { Manifest } from '../../manifest/manifest.js';
import { readManifest } from '../../manifest/read-manifest.js';

/** A manifest as far as it could be read. */
export interface ManifestRead {
  readonly manifest: Manifest;
  /** What is wrong with the text, and violates requirements beside that; empty where the manifest is all that was written. */
  readonly wrong: readonly WrongInText[];
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
 * violates, or that none could be judged. Where the rest makes a manifest, it is for whoever knows the cluster to say more against it.
 */
export const manifestText = z.string().transform((text, context): ManifestRead => {
  const { manifest, judged, problems } = readManifest(text);
  if (manifest !== undefined && problems.length === 0) return { manifest, wrong: [], inWhole: (path) => path };
  const { told } = checkManifest(text);
  const unreadable = told.filter(({ rule }) => rule === null);
  const violated = told.filter(({ rule, severity }) => rule !== null && severity === 'ERROR');
  const wrong = [...unreadable, ...violated].map(({ line, column, path, rule, message }): WrongInText => {
    const says = rule === null ? null : `${rule}: ${message}`;
    const place = path === '' ? [] : path.split('.');
    return { path: place, message: `line ${line}, column ${column}: ${says ?? message}`, violated: says };
  });
  if (judged !== undefined && wrong.length > 0) return { ...judged, wrong };
  for (const { path, message } of wrong) context.addIssue({ code: 'custom', path: [...path], message });
  return z.NEVER;
});
