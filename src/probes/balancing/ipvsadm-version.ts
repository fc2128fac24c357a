import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/** Even to tell its version `ipvsadm` loads the kernel's module where that is not loaded: a look must not. */
const script = `[ -e /proc/net/ip_vs ] || { echo unloaded; exit 0; }
exec ipvsadm --version`;

/** The version of `ipvsadm`, e.g. `1.31`. */
export function ipvsadmVersion(): Probe<string> {
  return {
    id: probeId('balancing.ipvsadmVersion', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 86_400,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('ipvsadm', answer);
      if (answer.stdout === 'unloaded\n')
        return unknown('the kernel balances nothing yet, and asking would load its module', 'NOTHING_BALANCED_YET');
      const [, version] = /^ipvsadm v(\d+(?:\.\d+)+)/.exec(answer.stdout) ?? [];
      return version === undefined ? unknown('ipvsadm did not tell its version') : known(version);
    },
  };
}
