import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/**
 * Whether somebody else on the segment answers for an address. `held`: the host holds it itself, so that nobody was asked;
 * `unchecked`: it cannot be asked here, for want of arping, of a direct route, or because the address is IPv6.
 */
export type AddressClaim =
  { readonly is: 'free' | 'held' | 'unchecked' } | { readonly is: 'claimed'; readonly by: string };

/** Two programs are called arping; only the one of iputils knows -D, which asks without claiming the address. */
const script = `case $1 in *:*) echo unchecked; exit ;; esac
route=$(ip -o route get "$1" 2>/dev/null) || { echo unchecked; exit 0; }
case $route in local*) echo held; exit ;; *' via '*) echo unchecked; exit ;; esac
link=$(printf '%s' "$route" | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p')
arping -V 2>/dev/null | grep -q iputils || { echo unchecked; exit 0; }
if said=$(arping -D -c 1 -w 1 -I "$link" "$1" 2>&1); then echo free
else printf '%s\\n' "$said" | sed -n 's/.*reply from [^ ]* \\[\\([0-9A-Fa-f:]*\\)\\].*/claimed \\1/p' | head -n 1
fi`;

/** Asks the segment for an IPv4 address, for about a second where the host does not hold it. */
export function addressClaim(address: string): Probe<AddressClaim> {
  return {
    id: probeId('network.addressClaim', [address]),
    question: { via: 'shell', script, args: [address] },
    maxAgeSeconds: 300,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('arping', answer);
      const [word, by] = answer.stdout.trim().split(' ');
      if (word === 'free' || word === 'held' || word === 'unchecked') return known({ is: word });
      return word === 'claimed' && by !== undefined
        ? known({ is: 'claimed', by })
        : unknown('arping failed', 'COMMAND_FAILED');
    },
  };
}
