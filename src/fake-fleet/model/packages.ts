import type { Faults } from './faults.js';
import type { FileSystem } from './file-system.js';
import { CommandFailed } from './command-failed.js';

/** What else Debian installs along with these. */
const dependencies: Readonly<Record<string, readonly string[]>> = {
  'nfs-kernel-server': ['nfs-common'],
  'nfs-common': ['rpcbind', 'keyutils', 'libevent-core-2.1-7'],
  keepalived: ['iproute2'],
};

/** Settings that packages bring, and that only purging them takes away. */
const settingsOf: Readonly<Record<string, string>> = {
  keyutils: '/etc/request-key.conf',
  'nfs-common': '/etc/nfs.conf',
};

/** The packages of a host. Its repository has every package, unless a fault says otherwise. */
export class Packages {
  private readonly installed = new Map<string, string>();

  constructor(
    private readonly files: FileSystem,
    private readonly faults: Faults,
  ) {}

  has(name: string): boolean {
    return this.installed.has(name);
  }

  versionOf(name: string): string | undefined {
    return this.installed.get(name);
  }

  /** Installs packages with what they need; the names that were not there before. */
  install(names: readonly string[]): readonly string[] {
    const lacking = this.faults.find('no-package')?.name;
    if (lacking !== undefined && names.includes(lacking)) {
      throw new CommandFailed(100, `Reading package lists...\nE: Unable to locate package ${lacking}`);
    }
    if (this.faults.find('disk-full') !== undefined) {
      throw new CommandFailed(
        100,
        "Reading package lists...\nE: You don't have enough free space in /var/cache/apt/archives/.",
      );
    }
    const fresh = names.filter((name) => !this.installed.has(name));
    for (const name of fresh) this.installed.set(name, '1.0-1');
    for (const name of fresh) {
      const settings = settingsOf[name];
      if (settings !== undefined && this.files.at(settings) === undefined) this.files.write(settings, `# ${name}\n`);
    }
    return [...fresh, ...fresh.flatMap((name) => this.install(dependencies[name] ?? []))];
  }

  remove(name: string, purge: boolean): void {
    this.installed.delete(name);
    const settings = settingsOf[name];
    if (purge && settings !== undefined) this.files.delete(settings);
  }
}
