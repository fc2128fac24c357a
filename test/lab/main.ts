import { spawn } from 'node:child_process';
import { Command, Option } from 'commander';
import { chosenLab, labsUpAlready, labToChange } from './chosen-lab.js';
import type { LabHostPlan } from './lab-host.js';
import { labUnavailable } from './lab-unavailable.js';
import { Lab, LAB_MYSQL_ROOT_PASSWORD } from './lab.js';
import { readState } from './lab-state.js';
import { allLabs, shownLab, whose, type ShownLab } from './shown-lab.js';

function inWords(shown: ShownLab): string {
  const { lab, keyFile, hosts } = shown;
  const lines = hosts.map((host) => {
    const addresses = [host.publicAddress, host.privateAddress].map((address) => (address ?? '-').padEnd(14));
    const state = host.running ? 'runs' : 'off ';
    return `  ${host.name.padEnd(10)}${host.image.padEnd(10)}${addresses.join(' ')} ${state} ${host.hostKeySha256}`;
  });
  return [`lab ${lab} (${whose(shown)}), SSH key ${keyFile}`, ...lines].join('\n');
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
  const already = labsUpAlready(allLabs());
  if (already !== undefined) console.log(`lab: ${already}`);
  const lab = await Lab.up({ hosts: plan(options), clients: ['client'], detached: true }, (line) => console.log(line));
  const state = readState(lab.index);
  if (state !== undefined) console.log(inWords(shownLab(lab.index, state)));
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
  .description('run a command on a host as root, or open a shell there; on hosts of a process that runs too')
  .argument('<host>')
  .argument('[command...]')
  .addOption(whichLab())
  .passThroughOptions()
  .action(async (host: string, command: string[], { lab }: Chosen) => {
    process.exitCode = await ssh(Lab.attach(chosenLab(allLabs(), lab).lab).sshOptions(host), command);
  });

program
  .command('reboot')
  .description('restart a host in an orderly way and wait until it answers')
  .argument('<host>')
  .addOption(whichLab())
  .action(async (host: string, { lab }: Chosen) => {
    await Lab.attach(labToChange(allLabs(), lab).lab).reboot(host);
    console.log(`${host} answers again`);
  });

program
  .command('crash')
  .description('restart a host like a power cut and wait until it answers')
  .argument('<host>')
  .addOption(whichLab())
  .action(async (host: string, { lab }: Chosen) => {
    await Lab.attach(labToChange(allLabs(), lab).lab).crash(host);
    console.log(`${host} answers again`);
  });

program
  .command('down')
  .description('end the hosts and remove their networks and disks')
  .addOption(whichLab())
  .action(async ({ lab }: Chosen) => {
    const index = labToChange(allLabs(), lab).lab;
    await Lab.remove(index);
    console.log(`lab ${index} is gone`);
  });

program.parseAsync().catch((error: unknown) => {
  console.error(`lab: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
