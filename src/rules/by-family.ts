import { osRelease } from '../probes/system/os-release.js';
import type { RuleFacts } from './rule.js';
import { familyOf, type SystemFamily } from './server/operating-systems.js';

/**
 * Of several commands that do the same, the one for a host's system. Of a host that nobody looked at it is Debian's, the system that is
 * set up; for a system of no known family `other` has a placeholder where that system's own program belongs.
 */
export function byFamily(
  facts: RuleFacts,
  hostId: string,
  commands: Readonly<Record<SystemFamily | 'other', string>>,
): string {
  const release = facts.read(hostId, osRelease());
  return commands[release.known ? (familyOf(release.value) ?? 'other') : 'Debian'];
}

/** Installs a package that has the same name everywhere, or brings it to the newest version. */
export function installing(facts: RuleFacts, hostId: string, name: string): string {
  return byFamily(facts, hostId, {
    Debian: `apt-get install ${name}`,
    RHEL: `dnf install ${name}`,
    other: `PACKAGE_MANAGER install ${name}`,
  });
}
