import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { probeId, type Probe } from '../probe.js';

const neighbours = z
  .array(z.object({ lladdr: z.string().optional() }))
  .transform((entries) => entries.find(({ lladdr }) => lladdr !== undefined)?.lladdr?.toLowerCase() ?? null);

/** Any packet has the kernel ask for the link address; whether somebody listens does not matter. The inner shell is bash for that. */
const script = `timeout 3 bash -c '<"/dev/tcp/$0/22"' "$1" 2>/dev/null
exec ip -j neigh show to "$1"`;

/** The link address that a host sends to for an address on its own segment; null where it sends to a router, or nobody answered. */
export function neighbour(address: string): Probe<string | null> {
  return {
    id: probeId('network.neighbour', [address]),
    question: { via: 'shell', script, args: [address] },
    maxAgeSeconds: 900,
    parse: (answer) => (answer.exitCode === 0 ? parseJson(neighbours, answer.stdout) : failedCommand('ip', answer)),
  };
}
