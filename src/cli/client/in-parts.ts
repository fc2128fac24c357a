/** So many ids are taken at once, by `observeHosts` and by `nodes`. */
const mostAtOnce = 100;

/** Ids in as many parts as the API takes one by one, in their order. */
export function inParts(ids: readonly string[]): readonly (readonly string[])[] {
  const parts = Math.ceil(ids.length / mostAtOnce);
  return Array.from({ length: parts }, (_, part) => ids.slice(part * mostAtOnce, (part + 1) * mostAtOnce));
}
