import { isIP } from 'node:net';
import { z } from 'zod';
import { canonicalAddress } from '../../domain/ip-network.js';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { parseOnce } from '../parse-once.js';
import { probeId, type Probe } from '../probe.js';

const ipAddress = z.string().refine((text) => isIP(text) !== 0, 'is no address');

const links = z.array(
  z
    .object({
      ifname: z.string(),
      link_type: z.string().optional(),
      address: z.string().optional(),
      flags: z.array(z.string()),
      addr_info: z.array(z.object({ local: ipAddress.optional(), prefixlen: z.int(), scope: z.string() })),
    })
    .transform((link) => ({
      name: link.ifname,
      linkAddress: link.address ?? null,
      loopback: link.flags.includes('LOOPBACK'),
      up: link.flags.includes('UP'),
      addresses: link.addr_info.flatMap((held) =>
        held.local === undefined
          ? []
          : [{ address: canonicalAddress(held.local), prefixLength: held.prefixlen, scope: held.scope }],
      ),
    })),
);
/** A link with the addresses that it holds, in canonical form. */
export type Link = z.infer<typeof links>[number];

const parse = parseOnce((answer) =>
  answer.exitCode === 0 ? parseJson(links, answer.stdout) : failedCommand('ip', answer),
);

/** The network links of a host and the addresses that they hold now, whatever the files say. */
export function addresses(): Probe<readonly Link[]> {
  return {
    id: probeId('network.addresses', []),
    question: { via: 'shell', script: 'ip -j address show', args: [] },
    maxAgeSeconds: 900,
    parse,
  };
}
