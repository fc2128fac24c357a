/** A host on the way to another one, outside of the cluster that a token is for: it may see neither its name nor where it is. */
export interface HostOutside {
  readonly hostId: string;
  readonly name: string;
  readonly address: string | null;
}

/** What such a token is told in the place of a message that names such a host. */
export const faultOutside =
  'the way to it leads through a host outside of this cluster and failed; a token for all clusters is told where and why';

function names(message: string, text: string): boolean {
  for (let at = message.indexOf(text); at !== -1; at = message.indexOf(text, at + 1)) {
    const isPart = (place: number): boolean => /[A-Za-z0-9]/.test(message.charAt(place));
    if (!isPart(at - 1) && !isPart(at + text.length)) return true;
  }
  return false;
}

/**
 * Whether a message of a fault is of one of these hosts. One of the host behind them names them too, where it was their part to open the
 * stream to it.
 * @param culprit the host whose fault it was
 */
export function tellsOfOutside(message: string, culprit: string | null, outside: readonly HostOutside[]): boolean {
  return outside.some(
    ({ hostId, name, address }) =>
      hostId === culprit || names(message, name) || (address !== null && names(message, address)),
  );
}
