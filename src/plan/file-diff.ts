import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { DecidedChange } from './decided-plan.js';

/**
 * What a change does to a file, as a unified diff; null for a change that is about no file, and where its content is not shown:
 * a secret, or what is not ours.
 */
export function fileDiff({ change, contentBefore }: DecidedChange): string | null {
  if (change.do === 'removeFile') {
    return contentBefore === null ? null : unified(change.path, contentBefore, null);
  }
  if (change.do !== 'writeFile') return null;
  if (change.replaces !== null && contentBefore === null) return null;
  return unified(change.path, contentBefore, typeof change.content === 'string' ? change.content : '[redacted]\n');
}

function unified(path: string, before: string | null, after: string | null): string {
  const [from, to] = [before === null ? '/dev/null' : path, after === null ? '/dev/null' : path];
  return createTwoFilesPatch(from, to, before ?? '', after ?? '', undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
