/** Names in the words of a message; `none` where there is none. */
export function listed(names: Iterable<string | undefined>): string {
  return [...names].filter((name) => name !== undefined).join(', ') || 'none';
}
