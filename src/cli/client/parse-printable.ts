/** All control characters but line feed and tab. */
const unprintable = /(?![\n\t])\p{Cc}/gu;

/**
 * JSON of the API. What hosts said is among its texts, and a terminal obeys what it is shown: whatever moves its cursor, hides lines or
 * answers in the person's place is replaced by the character that stands for what cannot be shown.
 * @throws SyntaxError
 */
export function parsePrintable(json: string): unknown {
  return JSON.parse(json, (_key, part: unknown) =>
    typeof part === 'string' ? part.replace(unprintable, '\ufffd') : part,
  );
}
