import { isDeepStrictEqual } from 'node:util';

/** Whether two inputs are stored as the same JSON, whatever the order of their fields. */
export function sameInput(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(asStored(one), asStored(other));
}

function asStored(input: unknown): unknown {
  const text: string | undefined = JSON.stringify(input);
  return text === undefined ? undefined : JSON.parse(text);
}
