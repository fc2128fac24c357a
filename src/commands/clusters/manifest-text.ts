import { z } from 'zod';
import { checkManifest } from '../../manifest/check-manifest.js';
import { readManifest } from '../../manifest/read-manifest.js';

/**
 * The text of a manifest, parsed; everything that is wrong with it is an issue at its place, with line and column. Beside what
 * cannot be read stand the requirements that the rest violates, so that all of it is mended at once, or that none could be judged.
 */
export const manifestText = z.string().transform((text, context) => {
  const { manifest, problems } = readManifest(text);
  if (manifest !== undefined && problems.length === 0) return manifest;
  const { told } = checkManifest(text);
  const unreadable = told.filter(({ rule }) => rule === null);
  const violated = told.filter(({ rule, severity }) => rule !== null && severity === 'ERROR');
  for (const { line, column, path, rule, message } of [...unreadable, ...violated]) {
    const place = path === '' ? [] : path.split('.');
    const said = rule === null ? message : `${rule}: ${message}`;
    context.addIssue({ code: 'custom', path: place, message: `line ${line}, column ${column}: ${said}` });
  }
  return z.NEVER;
});
