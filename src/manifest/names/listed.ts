/** The same list may be told of each of thousands of names. */
const mostListed = 20;

/** Names in the words of a message, the first of many; `none` where there is none. */
export function listed(names: Iterable<string | undefined>): string {
  const all = [...names].filter((name) => name !== undefined);
  const rest = all.length - mostListed;
  return (
    all
      .slice(0, mostListed)
      .join(', ')
      .concat(rest > 0 ? ` and ${rest} more` : '') || 'none'
  );
}
