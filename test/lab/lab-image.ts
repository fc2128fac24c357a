import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, labCache, labLock } from './lab-packages.js';

const recipe = join(__dirname, 'image');
const cloudRecipe = join(__dirname, 'cloud-image');
const debianPackages = {
  debootstrap: ['/usr/sbin/debootstrap'],
  'dpkg-dev': ['/usr/bin/dpkg-scanpackages'],
  'openssh-client': ['/usr/bin/ssh'],
  e2fsprogs: ['/usr/sbin/mkfs.ext4'],
  iproute2: ['/sbin/ip', '/usr/sbin/ip', '/usr/bin/ip'],
};

function hashOf(recipe: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(recipe).sort()) hash.update(file).update(readFileSync(join(recipe, file)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * The folder that a recipe builds, once (a few minutes) and then shared by every lab. Two builders that race are put in a row by a
 * lock; the second finds the images of the first.
 */
async function built(
  folder: string,
  recipe: string,
  args: readonly string[],
  progress: (line: string) => void,
): Promise<string> {
  if (existsSync(folder)) return folder;
  const building = `${folder}.building`;
  if (spawnSync('flock', ['-n', labLock, 'true']).status !== 0)
    progress('lab: waiting for somebody who builds the images …');
  await new Promise<void>((resolve, reject) => {
    const script = `recipe=$1 folder=$2 building=$3; shift 3
      [ -d "$folder" ] || { rm -rf "$building" && mkdir "$building" && sh "$recipe/build.sh" "$building" "$@" && mv "$building" "$folder"; }`;
    const child = spawn('flock', [labLock, 'sh', '-c', script, 'sh', recipe, folder, building, ...args], {
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

/** The folder with the disk images. */
export async function labImages(progress: (line: string) => void): Promise<string> {
  mkdirSync(labCache, { recursive: true });
  installPackages(debianPackages, progress);
  return built(join(labCache, hashOf(recipe)), recipe, [], progress);
}

/** The disk image of hosts that boot for the first time, built out of the others when one is first asked for. */
export async function cloudImage(images: string, progress: (line: string) => void): Promise<string> {
  const folder = `${images}-cloud-${hashOf(cloudRecipe)}`;
  return join(await built(folder, cloudRecipe, [join(images, 'bare.img')], progress), 'cloud.img');
}
