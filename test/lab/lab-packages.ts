import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** What labs keep on this machine, and share. */
export const labCache = '/var/cache/hostwright-lab';
/** Held by whoever puts something there. */
export const labLock = join(labCache, 'lock');

/** Debian packages, and where a program of each may be. */
type Packages = Readonly<Record<string, readonly string[]>>;

/**
 * Installs Debian packages on this machine; does nothing when they are there. Labs that come up at once on a fresh machine do
 * it one after the other, and whoever else uses dpkg meanwhile is waited for.
 */
export function installPackages(packages: Packages, progress: (line: string) => void): void {
  const missing = Object.entries(packages).flatMap(([name, paths]) => (paths.some(existsSync) ? [] : [name]));
  if (missing.length === 0) return;
  progress(`lab: installing Debian packages ${missing.join(', ')} …`);
  const script = `apt-get update -qq &&
    exec apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 -- "$@"`;
  mkdirSync(labCache, { recursive: true });
  execFileSync('flock', [labLock, 'sh', '-c', script, 'sh', ...missing], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
