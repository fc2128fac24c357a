import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** A network link and what its card agreed on with the other side. */
export interface LinkSpeed {
  readonly name: string;
  /** Mbit/s; null where the card does not tell, as virtual ones mostly do, or is not plugged in. */
  readonly megabits: number | null;
}

/**
 * Reading the speed of a card that has none fails, which is an answer too. Devices of `tun` (of VPNs and virtual machines) say 10, whatever
 * they carry, and are known by their flags. Starts no program.
 */
const script = `for link in /sys/class/net/*; do
  speed=
  [ -e "$link/tun_flags" ] || { read -r speed <"$link/speed"; } 2>/dev/null
  echo "\${link##*/} \${speed:--}"
done`;

function parseSpeeds(text: string): Reading<readonly LinkSpeed[]> {
  const links: LinkSpeed[] = [];
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, name, speed] = /^(\S+) (-|-?\d+)$/.exec(line) ?? [];
    if (name === undefined) return unknown(`a line about a link is not understood: ${line.slice(0, 200)}`);
    const megabits = Number(speed);
    if (name !== 'lo') links.push({ name, megabits: megabits > 0 ? megabits : null });
  }
  return links.length === 0 ? unknown('the host shows no network link') : known(links);
}

/** How fast the network links of a host are. */
export function linkSpeeds(): Probe<readonly LinkSpeed[]> {
  return {
    id: probeId('network.linkSpeeds', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => (answer.exitCode === 0 ? parseSpeeds(answer.stdout) : failedCommand('sh', answer)),
  };
}
