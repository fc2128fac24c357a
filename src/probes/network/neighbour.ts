import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

const neighbours = z.array(z.object({ lladdr: z.string().optional() }));

/**
 * Any packet has the kernel ask for the link address; whether somebody listens does not matter. The inner shell is bash for that. Without
 * the packet the kernel would have asked nobody, which looks like an address behind a router.
 */
const script = `for program in timeout bash; do command -v "$program" >/dev/null || exit 127; done
timeout 3 bash -c '<"/dev/tcp/$0/22"' "$1" 2>/dev/null
exec ip -j neigh show to "$1"`;

/** An entry without a link address is that of a question that nobody answered; whoever sends to a router asks for no other address. */
function linkAddress(address: string, stdout: string): Reading<string | null> {
  const entries = parseJson(neighbours, stdout);
  if (!entries.known) return entries;
  const answered = entries.value.find(({ lladdr }) => lladdr !== undefined)?.lladdr?.toLowerCase();
  if (answered === undefined && entries.value.length > 0)
    return unknown(`nobody on the segment answers for ${address}: who has it is down, or elsewhere`, 'NOBODY_ANSWERED');
  return known(answered ?? null);
}

/** The link address that a host sends to for an address on its own segment; null where it sends to a router, or knows no way there. */
export function neighbour(address: string): Probe<string | null> {
  return {
    id: probeId('network.neighbour', [address]),
    question: { via: 'shell', script, args: [address] },
    maxAgeSeconds: 900,
    parse: (answer) =>
      answer.exitCode === 0 ? linkAddress(address, answer.stdout) : failedCommand('timeout, bash or ip', answer),
  };
}
