/** So many are named in one message. */
const most = 10;

/** Names for a message: the first ones, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}
