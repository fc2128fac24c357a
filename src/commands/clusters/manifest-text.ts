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
  for (const { line, column, path, message } of problems) {
    context.addIssue({ code: 'custom', path: [...path], message: `line ${line}, column ${column}: ${message}` });
  }
  for (const { line, column, path, rule, severity, message } of checkManifest(text).told) {
    if (rule === null || severity !== 'ERROR') continue;
    const place = path === '' ? [] : path.split('.');
    context.addIssue({ code: 'custom', path: place, message: `line ${line}, column ${column}: ${rule}: ${message}` });
  }
  return z.NEVER;
});
