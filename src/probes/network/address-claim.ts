import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/**
 * Whether somebody else on the segment answers for an address. `held`: the host holds it itself, so that nobody was asked;
 * `unchecked`: it cannot be asked here, for want of a direct route or of a program that asks, or because the address is IPv6.
 */
export type AddressClaim =
  { readonly is: 'free' | 'held' | 'unchecked' } | { readonly is: 'claimed'; readonly by: string };

/**
 * Asks by ARP as arping -D does, from no address (RFC 5227), so that nobody learns one and no router answers for others: the question
 * is packed as `struct sockaddr_ll` and `struct arphdr` have it. Perl without modules is on every Debian host.
 */
const perl = `my ($link, $address) = @ARGV;
sub of { my ($file) = @_; open(my $in, "<", "/sys/class/net/$link/$file") or die; my $line = <$in>; chomp $line; $line }
my $own = pack("H12", join("", split(/:/, of("address"))));
my $wanted = pack("C4", split(/\\./, $address));
my $to = sub { pack("S n l S C C a8", 17, 0x0806, of("ifindex"), 1, 0, 6, $_[0]) };
my $socket;
of("type") eq "1" && socket($socket, 17, 2, unpack("S", pack("n", 0x0806))) && bind($socket, $to->("")) or die;
my $question = pack("n n C C n a6 a4 a6 a4", 1, 0x0800, 6, 4, 1, $own, "", "", $wanted);
for (1 .. 2) {
  defined(send($socket, $question, 0, $to->("\\xff" x 6))) or die;
  my $left = 0.6;
  while ($left > 0) {
    my $ready = "";
    vec($ready, fileno($socket), 1) = 1;
    (my $found, $left) = select($ready, undef, undef, $left);
    last if $found < 1;
    recv($socket, my $said, 128, 0);
    my ($hardware, $protocol, $sizes, $verb, $by, $of) = unpack("n n n n a6 a4", $said);
    next if $of ne $wanted || $by eq $own;
    print "claimed ", join(":", map { sprintf "%02X", $_ } unpack("C6", $by)), "\\n";
    exit;
  }
}
print "free\\n";`;

/** Two programs are called arping; only the one of iputils knows -D, which asks without claiming the address. */
const script = `case $1 in *:*) echo unchecked; exit ;; esac
route=$(ip -o route get "$1" 2>/dev/null) || { echo unchecked; exit 0; }
case $route in local*) echo held; exit ;; *' via '*) echo unchecked; exit ;; esac
link=$(printf '%s' "$route" | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p')
if ! arping -V 2>/dev/null | grep -q iputils; then perl -e '${perl}' "$link" "$1" 2>/dev/null || echo unchecked; exit 0; fi
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
