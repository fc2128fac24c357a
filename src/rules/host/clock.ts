import type { MachineIdentity } from '../../probes/system/machine-identity.js';
import { byFamily } from '../by-family.js';
import { runByHand } from '../remedy.js';
import type { Fact } from '../report.js';
import type { Remedy, RuleFacts } from '../rule.js';

/** How far a host's clock may be from others, in seconds. */
export const clockTolerance = 30;

/** Installs a time service where there is none. */
const timeService = {
  Debian: 'apt-get install systemd-timesyncd',
  RHEL: 'dnf install chrony',
  other: 'PACKAGE_MANAGER install chrony',
};

/** By how many seconds a host's clock was ahead of ours at the time of the look; less than nothing where it was behind. */
export function clockOffset({ value, evidence }: Pick<Fact<MachineIdentity>, 'value' | 'evidence'>): number {
  return value.clockSeconds - evidence.observedAt.getTime() / 1000;
}

/**
 * Needs no package and no network. It is run once, and not when the clock was set since the look; without a time service the clock drifts.
 */
function setByHand(hostId: string, host: string, offset: number): Remedy {
  const seconds = Math.abs(offset);
  const [way, amount] = offset > 0 ? ['back', `${seconds} seconds ago`] : ['forward', `${seconds} seconds`];
  const title = `Or, for now and without a time service, put the clock of ${host} ${way} by ${seconds} s: once, and only if nobody set it since the look`;
  return runByHand(hostId, title, `date -s '${amount}'`);
}

/** How a person sets a host's clock that is so many seconds ahead. */
export function setClock(
  facts: RuleFacts,
  { hostId, host }: { readonly hostId: string; readonly host: string },
  offset: number,
): readonly Remedy[] {
  return [
    runByHand(
      hostId,
      `Set the clock of ${host}; where that says "NTP not supported" it has no time service: install one first (${byFamily(facts, hostId, timeService)})`,
      'timedatectl set-ntp true',
    ),
    setByHand(hostId, host, offset),
  ];
}
