/** Something read what has not the shape, so that what it says depends on how that is mended. */
class NotShaped extends Error {}

/** What comes of it where it reads nothing that has not the shape; undefined otherwise. */
export function asFarAsShaped<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof NotShaped) return undefined;
    throw error;
  }
}

/**
 * A copy of a value in which reading one of the places throws. Whoever comes to an end with it says the same whatever is there, as
 * far as it only reads.
 * Only for use within `asFarAsShaped`.
 */
export function notShapedAt<T extends object>(value: T, places: readonly (readonly string[])[]): T {
  const copy = structuredClone(value);
  // From within: what holds a place may be one itself.
  for (const place of places.toSorted((a, b) => b.length - a.length)) hide(copy, place);
  return copy;
}

function hide(around: unknown, [key, ...rest]: readonly string[]): void {
  if (typeof around !== 'object' || around === null || key === undefined) return;
  if (rest.length > 0) {
    hide(Reflect.get(around, key), rest);
    return;
  }
  Object.defineProperty(around, key, {
    enumerable: true,
    get: (): never => {
      throw new NotShaped(key);
    },
  });
}
