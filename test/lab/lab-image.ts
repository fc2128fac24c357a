import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const cache = '/var/cache/hostwright-lab';
const lock = join(cache, 'lock');
const recipe = join(__dirname, 'image');
const debianPackages: Readonly<Record<string, string>> = {
  '/usr/sbin/debootstrap': 'debootstrap',
  '/usr/bin/dpkg-scanpackages': 'dpkg-dev',
  '/usr/bin/ssh': 'openssh-client',
  '/usr/sbin/mkfs.ext4': 'e2fsprogs',
};

/**
 * Installs the Debian packages that the lab itself needs; does nothing when they are there. Labs that come up at once on a
 * fresh machine do it one after the other, and whoever else uses dpkg meanwhile is waited for.
 */
function installPackages(progress: (line: string) => void): void {
  const missing = Object.entries(debianPackages).flatMap(([path, name]) => (existsSync(path) ? [] : [name]));
  if (!existsSync('/sbin/ip') && !existsSync('/usr/sbin/ip') && !existsSync('/usr/bin/ip')) missing.push('iproute2');
  if (missing.length === 0) return;
  progress(`lab: installing Debian packages ${missing.join(', ')} …`);
  const script = `apt-get update -qq &&
    exec apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 -- "$@"`;
  execFileSync('flock', [lock, 'sh', '-c', script, 'sh', ...missing], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function recipeHash(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(recipe).sort()) hash.update(file).update(readFileSync(join(recipe, file)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * The folder with the disk images, built once per recipe (a few minutes) and then shared by every lab. Two builders that
 * race are put in a row by a lock; the second finds the images of the first.
 */
export async function labImages(progress: (line: string) => void): Promise<string> {
  mkdirSync(cache, { recursive: true });
  installPackages(progress);
  const folder = join(cache, recipeHash());
  if (existsSync(folder)) return folder;
  const building = `${folder}.building`;
  if (spawnSync('flock', ['-n', lock, 'true']).status !== 0)
    progress('lab: waiting for somebody who builds the images …');
  await new Promise<void>((resolve, reject) => {
    const script = `[ -d "$2" ] || { rm -rf "$3" && mkdir "$3" && sh "$1/build.sh" "$3" && mv "$3" "$2"; }`;
    const child = spawn('flock', [lock, 'sh', '-c', script, 'sh', recipe, folder, building], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter((part) => part !== '')) progress(line);
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`building the lab's images failed (exit code ${code}); see ${building}/build.log`));
    });
  });
  return folder;
}
