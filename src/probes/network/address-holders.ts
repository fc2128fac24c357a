import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

/** A link of the host that holds the address now. */
export interface AddressHolder {
  readonly link: string;
  readonly prefixLength: number;
}

/** With a filter, `ip` prints an empty object for every link that does not match. */
const links = z.array(
  z.object({
    ifname: z.string().optional(),
    addr_info: z.array(z.object({ local: z.string().optional(), prefixlen: z.int().optional() })).optional(),
  }),
);

/** Which links of a host hold one address. Narrower than all addresses, so that steps for others do not disturb it. */
export function addressHolders(address: string): Probe<readonly AddressHolder[]> {
  return {
    id: probeId('network.addressHolders', [address]),
    question: { via: 'shell', script: 'ip -j address show to "$1"', args: [address] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('ip', answer);
      const read = parseJson(links, answer.stdout.trim() === '' ? '[]' : answer.stdout);
      if (!read.known) return read;
      return known(
        read.value.flatMap(({ ifname, addr_info }) =>
          (addr_info ?? []).flatMap(({ local, prefixlen }) =>
            ifname === undefined || local !== address || prefixlen === undefined
              ? []
              : [{ link: ifname, prefixLength: prefixlen }],
          ),
        ),
      );
    },
  };
}
