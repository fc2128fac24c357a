import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

const identity = z.object({
  /** Unique for each installed system; cloned disks share it. */
  machineId: z.string().regex(/^[0-9a-f]{32}$/),
  hostname: z.string().min(1),
  /** The host's clock when it was asked, in seconds since 1970. */
  clockSeconds: z.coerce.number().int(),
});
export type MachineIdentity = z.infer<typeof identity>;

/** What tells a host from all others, and what time it has. */
export function machineIdentity(): Probe<MachineIdentity> {
  return {
    id: probeId('system.machineIdentity', []),
    question: { via: 'shell', script: 'cat /etc/machine-id && uname -n && date +%s', args: [] },
    maxAgeSeconds: 86_400,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('cat /etc/machine-id', answer);
      const [machineId, hostname, clockSeconds] = answer.stdout.split('\n');
      const parsed = identity.safeParse({ machineId, hostname, clockSeconds });
      return parsed.success ? known(parsed.data) : unknown(`the host's identity ${z.prettifyError(parsed.error)}`);
    },
  };
}
