import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, labCache, labLock } from './lab-packages.js';

const recipe = join(__dirname, 'image');
const debianPackages = {
  debootstrap: ['/usr/sbin/debootstrap'],
  'dpkg-dev': ['/usr/bin/dpkg-scanpackages'],
  'openssh-client': ['/usr/bin/ssh'],
  e2fsprogs: ['/usr/sbin/mkfs.ext4'],
  iproute2: ['/sbin/ip', '/usr/sbin/ip', '/usr/bin/ip'],
};

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
  mkdirSync(labCache, { recursive: true });
  installPackages(debianPackages, progress);
  const folder = join(labCache, recipeHash());
  if (existsSync(folder)) return folder;
  const building = `${folder}.building`;
  if (spawnSync('flock', ['-n', labLock, 'true']).status !== 0)
    progress('lab: waiting for somebody who builds the images …');
  await new Promise<void>((resolve, reject) => {
    const script = `[ -d "$2" ] || { rm -rf "$3" && mkdir "$3" && sh "$1/build.sh" "$3" && mv "$3" "$2"; }`;
    const child = spawn('flock', [labLock, 'sh', '-c', script, 'sh', recipe, folder, building], {
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
