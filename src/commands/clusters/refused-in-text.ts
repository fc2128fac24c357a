import type { UserError } from '../user-error.js';
import type { ManifestRead } from './manifest-text.js';

/** What is wrong with the text of a manifest, without the requirements beside it that the cluster violates already. */
export function refusedInText(
  { wrong, inWhole }: Pick<ManifestRead, 'wrong' | 'inWhole'>,
  rules: readonly UserError[],
): readonly UserError[] {
  const violated = new Set(rules.map(({ field, message }) => JSON.stringify([inWholeInput(field, inWhole), message])));
  return wrong
    .filter(({ path, violated: says }) => says === null || violated.has(JSON.stringify([['manifest', ...path], says])))
    .map(({ path, message }) => inText('INVALID_INPUT', path, message));
}

/** A refusal at a place of the manifest. */
export function inText(code: 'INVALID_INPUT' | 'WRONG_STATE', path: readonly string[], message: string): UserError {
  return { code, message, field: ['manifest', ...path], severity: 'ERROR' };
}

/** Where the input has what is at a place of it as far as it could be read. */
export function inWholeInput(
  [part = '', ...path]: readonly string[],
  inWhole: ManifestRead['inWhole'],
): readonly string[] {
  return part === 'manifest' ? [part, ...inWhole(path)] : [part, ...path];
}
