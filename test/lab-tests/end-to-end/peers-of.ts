/** Whoever runs a script as root on a host and fails where that does. */
interface Hand {
  byHand(host: string, script: string): Promise<string>;
}

/** The addresses that a host has connections with, each once, chosen by a filter of `ss`. */
export async function peersOf(hand: Hand, host: string, filter: string): Promise<readonly string[]> {
  const sockets = await hand.byHand(host, `ss -Htn state established '${filter}'`);
  const peers = sockets.split('\n').flatMap((line) => {
    const peer = line.trim().split(/\s+/)[3];
    return peer === undefined ? [] : [peer.replace(/:\d+$/, '').replace(/^\[(?:::ffff:)?(.*)\]$/, '$1')];
  });
  return [...new Set(peers)];
}
