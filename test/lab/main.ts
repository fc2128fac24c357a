import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { LabHostPlan, LabImage } from './lab-host.js';
import { labUnavailable } from './lab-unavailable.js';
import { Lab, LAB_MYSQL_ROOT_PASSWORD } from './lab.js';
import { existingLabs, isAlive, labFolder, readState, type LabState } from './lab-state.js';

/** A lab as `status` shows it. */
interface ShownLab {
  readonly lab: number;
  /** Outlives who made it; another ends with its tests. */
  readonly detached: boolean;
  readonly inUse: boolean;
  readonly keyFile: string;
  readonly hosts: readonly {
    readonly name: string;
    readonly image: LabImage;
    readonly publicAddress: string | null;
    readonly privateAddress: string | null;
    readonly hostKeySha256: string;
    readonly running: boolean;
  }[];
}

function shown(index: number, { detached, owner, hosts }: LabState): ShownLab {
  return {
    lab: index,
    detached,
    inUse: detached || isAlive(owner),
    keyFile: join(labFolder(index), 'key'),
    hosts: hosts.map(({ name, image, publicAddress, privateAddress, hostKeySha256, process }) => ({
      name,
      image,
      publicAddress: publicAddress ?? null,
      privateAddress: privateAddress ?? null,
      hostKeySha256,
      running: isAlive(process),
    })),
  };
}

function allLabs(): readonly ShownLab[] {
  return existingLabs().flatMap((index) => {
    const state = readState(index);
    return state === undefined ? [] : [shown(index, state)];
  });
}

function inWords({ lab, detached, inUse, keyFile, hosts }: ShownLab): string {
  const whose = detached ? 'detached' : inUse ? 'of a process that runs' : 'left behind';
  const lines = hosts.map((host) => {
    const addresses = [host.publicAddress, host.privateAddress].map((address) => (address ?? '-').padEnd(14));
    const state = host.running ? 'runs' : 'off ';
    return `  ${host.name.padEnd(10)}${host.image.padEnd(10)}${addresses.join(' ')} ${state} ${host.hostKeySha256}`;
  });
  return [`lab ${lab} (${whose}), SSH key ${keyFile}`, ...lines].join('\n');
}

/** The detached lab that is meant; labs of tests are nobody's to touch. */
function chosenIndex(given: string | undefined): number {
  const labs = allLabs();
  if (given !== undefined) {
    const found = labs.find(({ lab }) => String(lab) === given);
    if (found === undefined) throw new Error(`there is no lab ${given}; npm run lab -- status shows those there are`);
    if (!found.detached && found.inUse) throw new Error(`lab ${given} belongs to a process that runs`);
    return found.lab;
  }
  const [only, ...others] = labs.filter(({ detached }) => detached);
  if (only === undefined) throw new Error('no lab is up; npm run lab -- up boots one');
  if (others.length > 0) {
    const indexes = [only, ...others].map(({ lab }) => lab).join(', ');
    throw new Error(`several labs are up (${indexes}); choose one with --lab`);
  }
  return only.lab;
}

function plan({ bare, galera }: { bare: boolean; galera: boolean }): LabHostPlan[] {
  const image = bare ? 'bare' : 'equipped';
  const segments = ['public', 'private'] as const;
  return [
    { name: 'manager', image, segments },
    { name: 'node1', image, segments },
    { name: 'node2', image, segments },
    { name: 'db1', image: 'database', segments },
    ...(galera ? [{ name: 'galera1', image: 'galera', segments } as const] : []),
  ];
}

async function up(options: { bare: boolean; galera: boolean }): Promise<void> {
  const lab = await Lab.up({ hosts: plan(options), clients: ['client'], detached: true }, (line) => console.log(line));
  const state = readState(lab.index);
  if (state !== undefined) console.log(inWords(shown(lab.index, state)));
  console.log(`Root's password of MySQL: ${LAB_MYSQL_ROOT_PASSWORD}`);
  console.log(`End it with: npm run lab -- down --lab ${lab.index}`);
}

/** Runs OpenSSH's client in the place of this process: its input, output and exit code are those of the command. */
function ssh(options: readonly string[], command: readonly string[]): Promise<number> {
  const terminal = command.length === 0 ? ['-t'] : [];
  return new Promise((resolve, reject) => {
    const child = spawn('ssh', [...terminal, ...options, ...command], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 255));
  });
}

const whichLab = (): Option => new Option('--lab <number>', 'which lab, where several are up');
type Chosen = { lab?: string };

const program = new Command('npm run lab --')
  .description('Real Linux hosts on this machine, to look around in and to try Hostwright on')
  .enablePositionalOptions()
  .hook('preAction', () => {
    const reason = labUnavailable();
    if (reason !== undefined) throw new Error(reason);
  });

program
  .command('up')
  .description('boot manager, node1, node2 and db1; they stay until down')
  .option('--bare', 'manager and nodes without any package that a cluster needs', false)
  .option('--galera', 'also galera1, a MySQL server that a cluster must refuse', false)
  .action(up);

program
  .command('status')
  .description('show every lab of this machine and its hosts')
  .option('--json', 'print as JSON')
  .action(({ json }: { json?: boolean }) => {
    const labs = allLabs();
    if (json === true) console.log(JSON.stringify(labs, null, 2));
    else console.log(labs.length === 0 ? 'no lab is up' : labs.map(inWords).join('\n'));
  });

program
  .command('ssh')
  .description('run a command on a host as root, or open a shell there')
  .argument('<host>')
  .argument('[command...]')
  .addOption(whichLab())
  .passThroughOptions()
  .action(async (host: string, command: string[], { lab }: Chosen) => {
    process.exitCode = await ssh(Lab.attach(chosenIndex(lab)).sshOptions(host), command);
  });

program
  .command('reboot')
  .description('restart a host in an orderly way and wait until it answers')
  .argument('<host>')
  .addOption(whichLab())
  .action(async (host: string, { lab }: Chosen) => {
    await Lab.attach(chosenIndex(lab)).reboot(host);
    console.log(`${host} answers again`);
  });

program
  .command('crash')
  .description('restart a host like a power cut and wait until it answers')
  .argument('<host>')
  .addOption(whichLab())
  .action(async (host: string, { lab }: Chosen) => {
    await Lab.attach(chosenIndex(lab)).crash(host);
    console.log(`${host} answers again`);
  });

program
  .command('down')
  .description('end the hosts and remove their networks and disks')
  .addOption(whichLab())
  .action(async ({ lab }: Chosen) => {
    const index = chosenIndex(lab);
    await Lab.remove(index);
    console.log(`lab ${index} is gone`);
  });

program.parseAsync().catch((error: unknown) => {
  console.error(`lab: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
