import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

const settings = z.object({ ignore: z.coerce.number().int(), announce: z.coerce.number().int() });
/** `net.ipv4.conf.all.arp_ignore` and `arp_announce`: for every link the greater of its own and these counts. */
export type ArpSettings = z.infer<typeof settings>;

/** How the kernel of a host answers and announces its addresses by ARP now. */
export function arpSettings(): Probe<ArpSettings> {
  return {
    id: probeId('network.arpSettings', []),
    question: {
      via: 'shell',
      script: 'cat /proc/sys/net/ipv4/conf/all/arp_ignore /proc/sys/net/ipv4/conf/all/arp_announce',
      args: [],
    },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('cat', answer);
      const [ignore, announce] = answer.stdout.trim().split('\n');
      const read = settings.safeParse({ ignore, announce });
      return read.success ? known(read.data) : unknown(`the ARP settings ${z.prettifyError(read.error)}`);
    },
  };
}
