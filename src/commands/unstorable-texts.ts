import { storableText } from '../ports/storable.js';

/** Paths of the texts of an input that the database could not keep as they are. */
export function unstorableTexts(input: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof input === 'string') return storableText(input) === input ? [] : [path];
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([key, value]) => unstorableTexts(value, [...path, key]));
}
