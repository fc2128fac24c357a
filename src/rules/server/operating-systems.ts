import type { OsRelease } from '../../probes/system/os-release.js';

/** Systems that install packages alike and lay out their settings alike. */
export type SystemFamily = 'Debian' | 'RHEL';

interface KnownSystem {
  readonly family: SystemFamily;
  readonly versions: readonly string[];
}

const kinOfRhel: KnownSystem = { family: 'RHEL', versions: ['8', '9', '10'] };

/** By the ID of `/etc/os-release`, with the versions whose programs do what is asked of them here. */
const systems: ReadonlyMap<string, KnownSystem> = new Map<string, KnownSystem>([
  ['debian', { family: 'Debian', versions: ['12', '13'] }],
  ['ubuntu', { family: 'Debian', versions: ['22', '24'] }],
  ...['rhel', 'almalinux', 'rocky', 'centos', 'ol', 'cloudlinux'].map((id) => [id, kinOfRhel] as const),
]);

/** The family of a system; undefined for one of neither. */
export function familyOf({ id }: OsRelease): SystemFamily | undefined {
  return systems.get(id)?.family;
}

/** The part of the version that counts: `9` of 9.4, which is updated to 9.5 without anybody's doing. */
export function majorVersion({ version }: OsRelease): string {
  return version.split('.', 1)[0] ?? '';
}

/** The versions of a system that are supported; none for a system that is not known. */
export function supportedVersions({ id }: OsRelease): readonly string[] {
  return systems.get(id)?.versions ?? [];
}
