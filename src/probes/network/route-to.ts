import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

/** How a host would send to an address. `gateway` is null when the address is on a link of its own or is held by the host. */
export interface Route {
  readonly link: string;
  readonly gateway: string | null;
  readonly source: string | null;
  /** The host holds the address itself. */
  readonly local: boolean;
}

const routes = z
  .array(
    z.object({
      type: z.string().optional(),
      dev: z.string(),
      gateway: z.string().optional(),
      via: z.object({ host: z.string() }).optional(),
      prefsrc: z.string().optional(),
    }),
  )
  .min(1)
  .transform(([route]): Route | null =>
    route === undefined
      ? null
      : {
          link: route.dev,
          gateway: route.gateway ?? route.via?.host ?? null,
          source: route.prefsrc ?? null,
          local: route.type === 'local',
        },
  );

/** Exit code of `ip` when the kernel refuses, here: there is no route. */
const kernelRefused = 2;

/** The route of a host to an address; null when there is none. */
export function routeTo(address: string): Probe<Route | null> {
  return {
    id: probeId('network.routeTo', [address]),
    question: { via: 'shell', script: 'ip -j route get "$1"', args: [address] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode === 0) return parseJson(routes, answer.stdout);
      if (answer.exitCode === kernelRefused && answer.stderr.includes('unreachable')) return known(null);
      return failedCommand('ip', answer);
    },
  };
}
