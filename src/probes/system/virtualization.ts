import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/** What a host runs in. */
export interface Virtualization {
  /** Whether it is a container of OpenVZ or Virtuozzo; the machine that runs those is none. */
  readonly openVz: boolean;
  /** The kind of container, as systemd names it, e.g. `lxc`; null where it is none. */
  readonly container: string | null;
  /** The kind of virtual machine, e.g. `kvm`; null where it is none. */
  readonly machine: string | null;
}

/** `/proc/vz` is on the machine that runs OpenVZ too; a container has no `/proc/bc`. The other two say `none` with exit code 1. */
const script = `if [ -e /proc/vz ] && [ ! -e /proc/bc ]; then echo openvz; else echo none; fi
systemd-detect-virt --container
code=$?
[ "$code" -le 1 ] || exit "$code"
systemd-detect-virt --vm
code=$?
[ "$code" -le 1 ] || exit "$code"`;

function kind(word: string): string | null {
  return word === 'none' ? null : word;
}

/** Whether a host is a container or a virtual machine, and of what kind. */
export function virtualization(): Probe<Virtualization> {
  return {
    id: probeId('system.virtualization', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 86_400,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('systemd-detect-virt', answer);
      const [openVz, container, machine, ...more] = answer.stdout.trimEnd().split('\n');
      if (openVz === undefined || container === undefined || machine === undefined || more.length > 0) {
        return unknown('the host did not say what it runs in');
      }
      return known({ openVz: openVz === 'openvz', container: kind(container), machine: kind(machine) });
    },
  };
}
