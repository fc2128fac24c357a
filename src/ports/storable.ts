/** What PostgreSQL can hold in no text: a zero byte, and half of a pair of UTF-16 units, as cutting a text leaves behind. */
const unstorable = /\0|\p{Surrogate}/gu;

/** A host's text as it can be stored: what cannot is replaced by the character that stands for it. */
export function storableText(text: string): string {
  return text.replace(unstorable, '\ufffd');
}

/** JSON for a jsonb parameter, each text in it storable. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storableText(part) : part));
}
