import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloudImage } from './lab-image.js';
import type { PlannedMachine } from './planned-machines.js';

const seed = '/var/lib/cloud/seed/nocloud';

/**
 * A disk of a host's own that cloud-init finds its user data on at the first boot (data source NoCloud).
 * @see https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html
 */
function seededDisk(image: string, folder: string, name: string, userData: string): string {
  const disk = join(folder, `${name}.img`);
  execFileSync('cp', ['--sparse=always', image, disk]);
  const texts = { 'user-data': userData, 'meta-data': `instance-id: ${name}\nlocal-hostname: ${name}\n` };
  for (const [file, text] of Object.entries(texts)) {
    const from = join(folder, `${name}.${file}`);
    writeFileSync(from, text);
    execFileSync('debugfs', ['-w', '-R', `write ${from} ${seed}/${file}`, disk], { stdio: 'ignore' });
  }
  return disk;
}

/** The same machines, where those that boot for the first time have a disk each in the place of a shared image. */
export function withOwnDisks(
  planned: readonly PlannedMachine[],
  { images, folder }: { readonly images: string; readonly folder: string },
  progress: (line: string) => void,
): Promise<readonly PlannedMachine[]> {
  return Promise.all(
    planned.map(async (machine): Promise<PlannedMachine> => {
      const { host, settings } = machine;
      if (host.image !== 'cloud') return machine;
      const image = await cloudImage(images, progress);
      return {
        ...machine,
        settings: { ...settings, baseImage: seededDisk(image, folder, host.name, host.userData ?? '') },
      };
    }),
  );
}
