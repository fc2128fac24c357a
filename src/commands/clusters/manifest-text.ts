import { z } from 'zod';
import { readManifest } from '../../manifest/read-manifest.js';

/** The text of a manifest, parsed; everything that is wrong with it is an issue at its place, with line and column. */
export const manifestText = z.string().transform((text, context) => {
  const { manifest, problems } = readManifest(text);
  for (const { line, column, path, message } of problems) {
    context.addIssue({ code: 'custom', path: [...path], message: `line ${line}, column ${column}: ${message}` });
  }
  return manifest === undefined || problems.length > 0 ? z.NEVER : manifest;
});
