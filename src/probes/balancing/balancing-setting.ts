import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/**
 * Settings of the kernel's balancing, below `net.ipv4.vs`. `conn_reuse_mode`: what becomes of a client's port that comes again;
 * `expire_quiescent_template`: whether persistence ends where its host has the weight 0.
 */
export type BalancingSetting = 'conn_reuse_mode' | 'expire_quiescent_template';

const folder = '/proc/sys/net/ipv4/vs';
const script = `[ -e ${folder} ] || exit 0
exec cat "${folder}/$1"`;

/** A setting of the kernel's balancing; null while nothing can be balanced. */
export function balancingSetting(name: BalancingSetting): Probe<number | null> {
  return {
    id: probeId('balancing.setting', [name]),
    question: { via: 'shell', script, args: [name] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('cat', answer);
      if (answer.stdout === '') return known(null);
      const [, value] = /^(\d{1,9})\n$/.exec(answer.stdout) ?? [];
      return value === undefined ? unknown(`${folder}/${name} holds no number`) : known(Number(value));
    },
  };
}
