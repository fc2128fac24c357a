import { z } from 'zod';
import { checkManifest } from '../../manifest/check-manifest.js';
import { readManifest } from '../../manifest/read-manifest.js';

/**
 * The text of a manifest, parsed; everything that is wrong with it is an issue at its place, with line and column. Beside what
 * cannot be read stand the requirements that the rest violates, so that all of it is mended at once.
 */
export const manifestText = z.string().transform((text, context) => {
  const { manifest, problems } = readManifest(text);
  if (manifest !== undefined && problems.length === 0) return manifest;
  const errors = checkManifest(text).told.filter(({ severity }) => severity === 'ERROR');
  const unreadable = errors.filter(({ rule }) => rule === null);
  for (const { line, column, path, rule, message } of [...unreadable, ...errors.filter((one) => one.rule !== null)]) {
    const place = path === '' ? [] : path.split('.');
    const said = rule === null ? message : `${rule}: ${message}`;
    context.addIssue({ code: 'custom', path: place, message: `line ${line}, column ${column}: ${said}` });
  }
  return z.NEVER;
});
