import { randomBytes } from 'node:crypto';
import { runUndo } from '../execution/run-undo.js';
import { BackgroundWork } from './background-work.js';
import { ExportTable } from './export-table.js';
import { Faults, type Fault } from './faults.js';
import type { FakeNetwork } from './fake-network.js';
import { rootDirectory, type FileTree } from './file-tree.js';
import { FileSystem } from './file-system.js';
import { Links, type FakeLink } from './links.js';
import { MountTable } from './mount-table.js';
import { Packages } from './packages.js';
import { Processes } from './processes.js';
import { RpcRegistrations } from './rpc-registrations.js';
import { Timers } from './timers.js';
import { Units } from './units.js';
import { UserTables } from './user-tables.js';
import type { VirtualService } from '../../probes/balancing/virtual-services.js';

export interface FakeHostPlan {
  readonly name: string;
  /** Its network cards; it is entered by the first address of the first one. */
  readonly cards: readonly FakeLink[];
  /** What is installed before Hostwright comes. */
  readonly packages: readonly string[];
  /** Its root enforces group quotas. */
  readonly quotas: boolean;
}

const kernelAtBoot: readonly (readonly [string, string])[] = [
  ['/proc/sys/net/ipv4/conf/all/arp_ignore', '0'],
  ['/proc/sys/net/ipv4/conf/all/arp_announce', '0'],
];

/** A Debian host as far as Hostwright's questions and changes know one. Everything in it is a value; nothing runs. */
export class FakeHost {
  readonly name: string;
  readonly machineId = randomBytes(16).toString('hex');
  readonly faults = new Faults();
  readonly mounts = new MountTable();
  readonly files = new FileSystem(this.mounts, this.faults);
  /** File systems that outlive their mount, by what they are mounted from. */
  readonly disks = new Map<string, FileTree>();
  readonly users = new UserTables();
  /** How much of its disk df shows as taken, in per cent. */
  diskPercent = 0;
  /** Somebody else's installation, by its program; it holds the lock of dpkg. */
  otherInstallation: { readonly program: string; readonly processId: number } | undefined;
  readonly exports = new ExportTable(this.files);
  readonly packages = new Packages(this.files, this.faults);
  readonly units = new Units(this);
  readonly processes = new Processes();
  readonly registrations = new RpcRegistrations();
  readonly timers = new Timers((script) => runUndo(this, script));
  readonly links: Links;
  /** Settings of the running kernel, by their file under `/proc`; what is not loaded is not there. */
  readonly kernel = new Map(kernelAtBoot);
  /** What the kernel balances; undefined while it lacks the module. */
  balanced: readonly VirtualService[] | undefined;
  readonly background = new BackgroundWork(() => this.uptimeSeconds);
  /** The version of the settings that the web server runs by under each name; undefined while none runs. */
  sites: ReadonlyMap<string, string> | undefined;
  private readonly bootedAt = performance.now();

  constructor(
    { name, cards, packages, quotas }: FakeHostPlan,
    readonly network: FakeNetwork,
  ) {
    this.name = name;
    this.links = new Links(cards);
    for (const path of ['/etc/systemd/system', '/root', '/run', '/tmp', '/srv', '/var/lib/ops']) {
      this.files.put(path, rootDirectory);
    }
    this.files.write('/etc/fstab', '/dev/root / ext4 defaults 0 1\n');
    if (quotas) this.mounts.enforceGroupQuotas();
    this.packages.install(packages);
    this.units.startAtBoot();
    network.add(this);
  }

  get uptimeSeconds(): number {
    return (performance.now() - this.bootedAt) / 1000;
  }

  /** The address by which it is entered. */
  get ownAddress(): string | undefined {
    return this.links.all[1]?.addresses[0]?.address;
  }

  listensOn(port: number): boolean {
    return port === 22 || this.units.listening().some(({ ports }) => ports.includes(port));
  }

  inject(fault: Fault): void {
    this.faults.inject(fault);
    if (fault.is === 'gid-taken') this.users.addGroup('theirs', fault.gid, true);
  }
}
