import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { executeCommand, type CommandResult } from './execute-command.js';
import { withOwnDisks } from './cloud-seed.js';
import { labHost, type LabHost, type LabHostPlan } from './lab-host.js';
import { labImages } from './lab-image.js';
import { bootsOnConsole, consoleOf, hostKeyFromConsole, powerOff, powerOn } from './lab-machine.js';
import {
  clientNamespace,
  labNetworkNames,
  makeClient,
  makeNetwork,
  makePrivateControl,
  makeTap,
  removeNetwork,
} from './lab-network.js';
import { bringFromBehindRouter, putBehindRouter } from './lab-router.js';
import { sshArguments } from './lab-ssh.js';
import {
  claimIndex,
  existingLabs,
  forgetLab,
  identify,
  isAlive,
  labFolder,
  readState,
  writeState,
  type MachineSettings,
  type ProcessIdentity,
} from './lab-state.js';
import { labUnavailable } from './lab-unavailable.js';
import { makeNatDevice, natGateway, natPublicAddresses, runInNatDevice } from './nat-device.js';
import { plannedMachines } from './planned-machines.js';
import { SharedLogins } from './shared-logins.js';

/** Ten seconds on a quiet machine; this long where several labs boot at once on two cores. */
const bootSeconds = 300;

/** How long a host that has booted may take until SSH answers, several of them at once on two cores. */
const answerSeconds = 120;

function instead(name: string, lab: number): string {
  return `npm run lab -- crash ${name} --lab ${lab} restarts it without being let in`;
}

/** Password of MySQL's `root` on database and galera hosts. */
export const LAB_MYSQL_ROOT_PASSWORD = 'lab-root-password';

interface Machine {
  readonly settings: MachineSettings;
  readonly host: LabHost;
  readonly hostKeyLine: string;
  process: ProcessIdentity;
}

/** Real Linux hosts on this machine, with networks of their own. `down` removes exactly what `up` made. */
export class Lab {
  readonly publicNetwork: string;
  readonly privateNetwork: string;
  private readonly logins: SharedLogins;
  private removal: Promise<void> | undefined;

  private constructor(
    readonly index: number,
    readonly privateKey: string,
    private readonly clients: readonly string[],
    private readonly machines: Map<string, Machine>,
  ) {
    const names = labNetworkNames(index);
    this.publicNetwork = `${names.publicPrefix}.0/24`;
    this.privateNetwork = `${names.privatePrefix}.0/24`;
    this.logins = new SharedLogins(labFolder(index), (name) => this.sshOptions(name));
  }

  /**
   * Boots all hosts at once; resolves when every one of them answers SSH. With `nat` a device that translates stands between the
   * two segments, and this machine reaches the private one too; its hosts go out through it.
   */
  static async up(
    plan: { hosts: readonly LabHostPlan[]; clients?: readonly string[]; nat?: boolean; detached?: boolean },
    progress: (line: string) => void = () => undefined,
  ): Promise<Lab> {
    const unavailable = labUnavailable();
    if (unavailable !== undefined) throw new Error(unavailable);
    const images = await labImages(progress);
    await Lab.removeOrphans();
    const index = claimIndex();
    const names = labNetworkNames(index);
    const folder = labFolder(index);
    const clients = plan.clients ?? [];
    const owner = identify(process.pid);
    if (owner === undefined) throw new Error('/proc is not mounted');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', join(folder, 'key')]);
    const privateKey = readFileSync(join(folder, 'key'), 'utf8');
    const publicKey = readFileSync(join(folder, 'key.pub'), 'utf8').split(' ')[1] ?? '';
    const lab = new Lab(index, privateKey, clients, new Map());
    const detached = plan.detached ?? false;
    let booting: ProcessIdentity[] = [];
    const save = (): void =>
      writeState(index, {
        owner,
        detached,
        clients: [...clients],
        booting,
        hosts: [...lab.machines.values()].map(({ host, ...machine }) => ({ ...host, ...machine })),
      });
    save();
    try {
      makeNetwork(names);
      if (plan.nat === true) {
        makePrivateControl(names);
        makeNatDevice(names, progress);
      }
      clients.forEach((client, number) => makeClient(names, client, number + 1));
      const place = { index, folder, images, publicKey };
      const planned = await withOwnDisks(plannedMachines(plan.hosts, place), place, progress);
      const begun = performance.now();
      progress(`lab: booting ${planned.map(({ host }) => host.name).join(', ')} …`);
      const started = planned.map(({ host, settings, taps }) => {
        for (const { tap, segment } of taps) makeTap(names, tap, segment);
        return { host, settings, process: powerOn(settings) };
      });
      booting = started.map(({ process }) => process);
      save();
      await Promise.all(
        started.map(async ({ host, settings, process }) => {
          const hostKeyLine = await hostKeyFromConsole(settings, bootSeconds);
          const blob = Buffer.from(hostKeyLine.split(' ')[1] ?? '', 'base64');
          const sha256 = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
          lab.machines.set(host.name, {
            settings,
            process,
            hostKeyLine,
            host: labHost({ ...host, hostKeySha256: `SHA256:${sha256}` }),
          });
          writeFileSync(join(folder, `${host.name}.known`), `${host.name} ${hostKeyLine}\n`);
        }),
      );
      save();
      // Nobody here is let in on the others; they say so themselves once they are done.
      const ours = lab.hosts.filter(({ image }) => image !== 'cloud');
      await Promise.all(ours.map(({ name }) => lab.bootId(name, bootSeconds)));
      if (plan.nat === true) await lab.leadOut();
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      progress(`lab: ${lab.machines.size} hosts answer after ${seconds} s`);
      return lab;
    } catch (error) {
      await lab.down();
      throw error;
    }
  }

  /** A lab that runs, by what is written down of it. */
  static attach(index: number): Lab {
    const state = readState(index);
    if (state === undefined) throw new Error(`lab ${index} is not there or was made by other code`);
    const machines = state.hosts.map(({ hostKeyLine, settings, process, ...host }): [string, Machine] => [
      host.name,
      { settings, process, hostKeyLine, host: labHost(host) },
    ]);
    return new Lab(index, readFileSync(join(labFolder(index), 'key'), 'utf8'), state.clients, new Map(machines));
  }

  /** Removes labs whose owner died without cleaning up; detached ones are left until `down`. */
  static async removeOrphans(): Promise<void> {
    for (const index of existingLabs()) {
      const state = readState(index);
      if (state !== undefined && !state.detached && !isAlive(state.owner)) await Lab.remove(index);
    }
  }

  /** Ends the hosts of one lab and removes its networks and disks, whoever made it. */
  static async remove(index: number): Promise<void> {
    const state = readState(index);
    for (const { process } of state?.hosts ?? []) await powerOff(process);
    for (const process of state?.booting ?? []) await powerOff(process);
    removeNetwork(labNetworkNames(index), state?.clients ?? []);
    forgetLab(index);
  }

  get hosts(): readonly LabHost[] {
    return [...this.machines.values()].map(({ host }) => host);
  }

  host(name: string): LabHost {
    return this.machine(name).host;
  }

  /** What a host printed on its console, which somebody who has nothing but the machine reads. */
  console(name: string): string {
    return consoleOf(this.machine(name).settings);
  }

  /** Runs a shell script as root over SSH; a host with a private address only is reached through the first public one. */
  run(name: string, script: string, timeoutSeconds = 60): Promise<CommandResult> {
    return this.logins.run(name, script, timeoutSeconds);
  }

  /** The same by a login of its own, which shows that one is let in. */
  runByLogin(name: string, script: string, timeoutSeconds = 60): Promise<CommandResult> {
    return executeCommand('ssh', [...this.sshOptions(name), 'sh'], script, timeoutSeconds);
  }

  /** Arguments for OpenSSH's client, for people who want to look around. */
  sshOptions(name: string): string[] {
    return sshArguments(labFolder(this.index), this.host(name), this.hosts);
  }

  /** Runs a command in the namespace of a client of the cluster. */
  runInClient(client: string, argv: readonly string[]): Promise<CommandResult> {
    if (!this.clients.includes(client)) throw new Error(`the lab has no client ${client}`);
    return executeCommand(
      'ip',
      ['netns', 'exec', clientNamespace(labNetworkNames(this.index), client), ...argv],
      '',
      60,
    );
  }

  /** Moves a host's public card to a segment of its own, behind a router; it is reached by another card, through another host. */
  putBehindRouter(name: string): void {
    const { settings, host } = this.machine(name);
    putBehindRouter(labNetworkNames(this.index), settings.cards[0]?.tap ?? '', host.publicAddress ?? '');
  }

  bringFromBehindRouter(name: string): void {
    bringFromBehindRouter(labNetworkNames(this.index), this.machine(name).settings.cards[0]?.tap ?? '');
  }

  /** Runs a command on the NAT device. */
  runInNatDevice(argv: readonly string[], input?: string): Promise<CommandResult> {
    return runInNatDevice(labNetworkNames(this.index), argv, input);
  }

  /** The addresses of the NAT device that clients reach. */
  get natAddresses(): readonly [string, string] {
    return natPublicAddresses(labNetworkNames(this.index));
  }

  /** Has every host of the private segment go out through the NAT device, until it restarts. */
  private async leadOut(): Promise<void> {
    const gateway = natGateway(labNetworkNames(this.index));
    for (const { name, privateAddress } of this.hosts) {
      if (privateAddress === undefined) continue;
      const { exitCode, stderr } = await this.run(name, `ip route add default via ${gateway}`);
      if (exitCode !== 0) throw new Error(`${name} has no way out: ${stderr}`);
    }
  }

  /** An orderly reboot; resolves when the host answers with a new boot id. */
  async reboot(name: string): Promise<void> {
    await this.restart(name, 'systemctl reboot');
  }

  /**
   * A reboot without any warning to the programs that run, and without writing back what is in memory: its process is ended and started
   * again, so that it may be one that nobody gets into any more. Resolves when the host answers with a new boot id.
   */
  async crash(name: string): Promise<void> {
    await this.logins.end(name);
    const machine = this.machine(name);
    await powerOff(machine.process);
    await this.start(name);
    // One that was opened while it went down.
    await this.logins.end(name);
  }

  private async start(name: string): Promise<void> {
    const machine = this.machine(name);
    const before = bootsOnConsole(machine.settings);
    machine.process = powerOn(machine.settings);
    this.saveProcess(name, machine.process);
    const deadline = performance.now() + bootSeconds * 1000;
    while (bootsOnConsole(machine.settings) === before) {
      if (performance.now() > deadline)
        throw new Error(`${name} did not boot in ${bootSeconds} s: ${this.lastWords(name)}`);
      await pause(200);
    }
    await this.bootId(name, answerSeconds);
  }

  /** For a person who cannot get in. */
  private lastWords(name: string): string {
    return `its console ends: ${this.console(name).trimEnd().slice(-300)}`;
  }

  /** Once, however often it is asked for: its number may be another lab's afterwards. */
  down(): Promise<void> {
    this.removal ??= this.takeDown();
    return this.removal;
  }

  private async takeDown(): Promise<void> {
    await this.logins.endAll();
    for (const { process } of this.machines.values()) await powerOff(process);
    await Lab.remove(this.index);
  }

  private saveProcess(name: string, process: ProcessIdentity): void {
    const state = readState(this.index);
    if (state === undefined) return;
    const hosts = state.hosts.map((host) => (host.name === name ? { ...host, process } : host));
    writeState(this.index, { ...state, hosts });
  }

  private async restart(name: string, command: string): Promise<void> {
    await this.logins.end(name);
    const before = bootsOnConsole(this.machine(name).settings);
    const deadline = performance.now() + bootSeconds * 1000;
    const toldBy = performance.now() + answerSeconds * 1000;
    // A host behind a hop that restarts at the same time may not hear of it: it is told until it went.
    let told = false;
    while (bootsOnConsole(this.machine(name).settings) === before) {
      if (performance.now() > deadline)
        throw new Error(`${name} did not restart in ${bootSeconds} s; ${instead(name, this.index)}`);
      if (!told) {
        const { exitCode, stderr } = await this.runByLogin(name, `(${command}) </dev/null >/dev/null 2>&1 &`, 30);
        told = exitCode === 0;
        if (!told && performance.now() > toldBy)
          throw new Error(`${name} cannot be told by SSH to restart: ${stderr.trim()}; ${instead(name, this.index)}`);
      }
      if (!isAlive(this.machine(name).process)) await this.start(name);
      await pause(200);
    }
    await this.bootId(name, bootSeconds);
    // One that was opened while it went down.
    await this.logins.end(name);
  }

  private async bootId(name: string, seconds: number): Promise<string> {
    const deadline = performance.now() + seconds * 1000;
    for (;;) {
      const result = await this.runByLogin(name, 'cat /proc/sys/kernel/random/boot_id', 60);
      if (result.exitCode === 0) return result.stdout.trim();
      if (performance.now() > deadline)
        throw new Error(
          `${name} does not answer SSH in ${seconds} s: ${result.stderr.trim()}; ${this.lastWords(name)}`,
        );
      await pause(200);
    }
  }

  private machine(name: string): Machine {
    const machine = this.machines.get(name);
    if (machine === undefined)
      throw new Error(`the lab has no host ${name}; hosts: ${[...this.machines.keys()].join(', ')}`);
    return machine;
  }
}
