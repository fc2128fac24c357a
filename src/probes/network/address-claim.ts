import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/**
 * Whether somebody else on the segment answers for an address. `held`: the host holds it itself, and heard nobody else or could not ask;
 * `contested`: it holds it, and somebody else answers too; `unchecked`: it cannot be asked here, for want of a direct route or of a
 * program that asks, or because the address is IPv6.
 */
export type AddressClaim =
  { readonly is: 'free' | 'held' | 'unchecked' } | { readonly is: 'claimed' | 'contested'; readonly by: string };

/**
 * Asks by ARP as arping -D does, from no address (RFC 5227), so that nobody learns one and no router answers for others: the question
 * is packed as `struct sockaddr_ll` and `struct arphdr` have it. Perl without modules is on every Debian host. Another card of the
 * host itself may answer too, where two are on one segment: that is nobody else.
 */
const perl = `my ($link, $address, $wait) = @ARGV;
sub line { my ($file) = @_; open(my $in, "<", $file) or return ""; my $line = <$in>; chomp $line; $line }
sub of { my ($file) = @_; line("/sys/class/net/$link/$file") }
sub card { pack("H12", join("", split(/:/, $_[0]))) }
my $own = card(of("address"));
my %ours = map { card(line($_)) => 1 } glob("/sys/class/net/*/address");
my $wanted = pack("C4", split(/\\./, $address));
my $to = sub { pack("S n l S C C a8", 17, 0x0806, of("ifindex"), 1, 0, 6, $_[0]) };
my $socket;
of("type") eq "1" && socket($socket, 17, 2, unpack("S", pack("n", 0x0806))) && bind($socket, $to->("")) or die;
my $question = pack("n n C C n a6 a4 a6 a4", 1, 0x0800, 6, 4, 1, $own, "", "", $wanted);
for (1 .. 2) {
  defined(send($socket, $question, 0, $to->("\\xff" x 6))) or die;
  my $left = $wait;
  while ($left > 0) {
    my $ready = "";
    vec($ready, fileno($socket), 1) = 1;
    (my $found, $left) = select($ready, undef, undef, $left);
    last if $found < 1;
    recv($socket, my $said, 128, 0);
    my ($hardware, $protocol, $sizes, $verb, $by, $of) = unpack("n n n n a6 a4", $said);
    next if $of ne $wanted || $ours{$by};
    print join(":", map { sprintf "%02X", $_ } unpack("C6", $by)), "\\n";
    exit;
  }
}`;

/**
 * Two programs are called arping; only the one of iputils knows -D, which asks without claiming the address. It ends with the first
 * answer, which may be that of another card of the host where the address is held; and a held address is asked for at each look,
 * however many there are, so that the wait for an answer is short.
 */
const script = `case $1 in *:*) echo unchecked; exit ;; esac
ask() { perl -e '${perl}' "$1" "$2" "$3" 2>/dev/null; }
route=$(ip -o route get "$1" 2>/dev/null) || { echo unchecked; exit 0; }
case $route in
local*)
  link=$(ip -o -4 address show to "$1" 2>/dev/null | sed -n 's/^[0-9]*: \\([^ ]*\\) .*/\\1/p' | grep -vx lo | head -n 1)
  if by=$(ask "$link" "$1" 0.15) && [ -n "$by" ]; then echo "contested $by"; else echo held; fi
  exit ;;
*' via '*) echo unchecked; exit ;;
esac
link=$(printf '%s' "$route" | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p')
if ! arping -V 2>/dev/null | grep -q iputils; then
  if by=$(ask "$link" "$1" 0.6); then echo "\${by:+claimed }\${by:-free}"; else echo unchecked; fi
  exit
fi
if said=$(arping -D -c 1 -w 1 -I "$link" "$1" 2>&1); then echo free
else printf '%s\\n' "$said" | sed -n 's/.*reply from [^ ]* \\[\\([0-9A-Fa-f:]*\\)\\].*/claimed \\1/p' | head -n 1
fi`;

/** Asks the segment for an IPv4 address, for about a second where the host does not hold it, for less than half of one where it does. */
export function addressClaim(address: string): Probe<AddressClaim> {
  return {
    id: probeId('network.addressClaim', [address]),
    question: { via: 'shell', script, args: [address] },
    maxAgeSeconds: 300,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('arping', answer);
      const [word, by] = answer.stdout.trim().split(' ');
      if (word === 'free' || word === 'held' || word === 'unchecked') return known({ is: word });
      return (word === 'claimed' || word === 'contested') && by !== undefined
        ? known({ is: word, by })
        : unknown('arping failed', 'COMMAND_FAILED');
    },
  };
}
