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
 * Reads how `ip` routes the addresses and, behind an empty line, which cards hold them. Asks by ARP as arping -D does, from no address
 * (RFC 5227), so that nobody learns one and no router answers for others: the question is packed as `struct sockaddr_ll` and
 * `struct arphdr` have it. All addresses are asked for at once, and twice. A held address is asked for at each look, so that the wait
 * for answers is short where there are no others. Perl without modules is on every Debian host. Another card of the host itself may
 * answer too, where two are on one segment: that is nobody else.
 */
const perl = `my (%way, %card, %socket, %open, %held, %by);
sub line { my ($file) = @_; open(my $in, "<", $file) or return ""; my $line = <$in>; chomp $line; $line }
sub card { pack("H12", join("", split(/:/, $_[0]))) }
sub to { my ($link, $card) = @_; pack("S n l S C C a8", 17, 0x0806, line("/sys/class/net/$link/ifindex"), 1, 0, 6, $card) }
while (defined(my $said = <STDIN>)) {
  last if $said eq "\\n";
  my ($kind, $address) = $said =~ /^([a-z]+ )?([0-9.]+) / or next;
  my ($link) = $said =~ / dev (\\S+)/;
  $way{$address} = [$kind || "", $said =~ / via / ? "" : $link || ""];
}
while (defined(my $said = <STDIN>)) {
  $card{$2} ||= $1 if $said =~ /^[0-9]+: (\\S+) +inet ([0-9.]+)[ \\/]/ && $1 ne "lo";
}
my %ours = map { card(line($_)) => 1 } glob("/sys/class/net/*/address");
sub listens {
  my ($link) = @_;
  my $socket;
  line("/sys/class/net/$link/type") eq "1" && socket($socket, 17, 2, unpack("S", pack("n", 0x0806))) && bind($socket, to($link, "")) or return;
  $socket{$link} = $socket;
}
for my $address (@ARGV) {
  my ($kind, $link) = @{$way{$address} || ["", ""]};
  $held{$address} = $kind eq "local ";
  $link = $card{$address} || "" if $held{$address};
  $open{$address} = $link if $link ne "" && ($socket{$link} || listens($link));
}
my %asked = %open;
sub hear {
  my ($left) = @_;
  while ($left > 0 && %open) {
    my $ready = "";
    vec($ready, fileno($_), 1) = 1 for values %socket;
    (my $found, $left) = select($ready, undef, undef, $left);
    last if $found < 1;
    for my $link (keys %socket) {
      next unless vec($ready, fileno($socket{$link}), 1);
      recv($socket{$link}, my $said, 128, 0);
      next if length($said) < 18;
      my ($by, @of) = (unpack("n n n n a6 C4", $said))[4 .. 8];
      my $of = join(".", @of);
      next if $ours{$by} || ($open{$of} || "") ne $link;
      $by{$of} = join(":", map { sprintf "%02X", $_ } unpack("C6", $by));
      delete $open{$of};
    }
  }
}
for (1 .. 2) {
  my $count = 0;
  for my $address (keys %open) {
    my $link = $open{$address} or next;
    my $own = card(line("/sys/class/net/$link/address"));
    my $question = pack("n n C C n a6 a4 a6 C4", 1, 0x0800, 6, 4, 1, $own, "", "", split(/\\./, $address));
    defined(send($socket{$link}, $question, 0, to($link, "\\xff" x 6))) or delete $open{$address}, delete $asked{$address};
    hear(0.02) if ++$count % 50 == 0;
  }
  hear((grep { !$held{$_} } keys %open) ? 0.6 : 0.15);
}
for my $address (@ARGV) {
  my $by = $by{$address};
  my $heard = $by ? ($held{$address} ? "contested $by" : "claimed $by") : $held{$address} ? "held" : "free";
  print "$address ", $held{$address} || $asked{$address} ? $heard : "unchecked", "\\n";
}`;

/**
 * Without Perl it is arping that asks, a process for each address, fifty at once. Two programs have that name; only the one of iputils
 * knows -D, which asks without claiming the address. It ends with the first answer, which may be that of another card of the host
 * where the address is held, so that held ones are not asked for.
 */
const script = `if command -v perl >/dev/null; then
  {
    for address do echo "route get $address"; done | ip -o -force -batch - 2>/dev/null
    echo
    ip -o -4 address show 2>/dev/null
  } | perl -e '${perl}' "$@"
  exit
fi
ask() {
  case $1 in *:*) echo "$1 unchecked"; return ;; esac
  route=$(ip -o route get "$1" 2>/dev/null) || { echo "$1 unchecked"; return; }
  case $route in
  local*) echo "$1 held"; return ;;
  *' via '*) echo "$1 unchecked"; return ;;
  esac
  case $(arping -V 2>/dev/null) in *iputils*) ;; *) echo "$1 unchecked"; return ;; esac
  link=\${route#* dev }
  if said=$(arping -D -c 1 -w 1 -I "\${link%% *}" "$1" 2>&1); then echo "$1 free"
  else printf '%s\\n' "$said" | sed -n "s/.*reply from [^ ]* \\[\\([0-9A-Fa-f:]*\\)\\].*/$1 claimed \\1/p" | head -n 1
  fi
}
{
  count=0
  for address do
    ask "$address" &
    count=$((count + 1))
    [ "$count" -lt 50 ] || { wait; count=0; }
  done
  wait
} | cat`;

/**
 * Asks the segment for an IPv4 address, for about a second where the host does not hold it, for less than half of one where it holds all
 * that are asked for. A manager may have a thousand: they are asked for together, which takes as long.
 */
export function addressClaim(address: string): Probe<AddressClaim> {
  return {
    id: probeId('network.addressClaim', [address]),
    question: { via: 'shell', script, args: [address], together: true },
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
