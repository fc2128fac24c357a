import type { OsRelease } from '../../probes/system/os-release.js';

/** Systems that install packages alike and lay out their settings alike. */
export type SystemFamily = 'Debian' | 'RHEL';

interface KnownSystem {
  readonly family: SystemFamily;
  readonly versions: readonly string[];
  /** How many parts of the version make a release, which is another system; what follows them comes by updates. */
  readonly parts: number;
}

const kinOfRhel: KnownSystem = { family: 'RHEL', versions: ['8', '9', '10'], parts: 1 };

/** By the ID of `/etc/os-release`, with the versions whose programs do what is asked of them here. */
const systems: ReadonlyMap<string, KnownSystem> = new Map<string, KnownSystem>([
  ['debian', { family: 'Debian', versions: ['12', '13'], parts: 1 }],
  ['ubuntu', { family: 'Debian', versions: ['22.04', '24.04'], parts: 2 }],
  ...['rhel', 'almalinux', 'rocky', 'centos', 'ol', 'cloudlinux'].map((id) => [id, kinOfRhel] as const),
]);

/** The family of a system; undefined for one of neither. */
export function familyOf({ id }: OsRelease): SystemFamily | undefined {
  return systems.get(id)?.family;
}

/** The part of the version that counts: `9` of AlmaLinux 9.4, which is updated to 9.5 without anybody's doing, and all of Ubuntu 24.04. */
export function releaseOf({ id, version }: OsRelease): string {
  return version
    .split('.')
    .slice(0, systems.get(id)?.parts ?? 1)
    .join('.');
}

/** The versions of a system that are supported; none for a system that is not known. */
export function supportedVersions({ id }: OsRelease): readonly string[] {
  return systems.get(id)?.versions ?? [];
}
