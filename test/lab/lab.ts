import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { executeCommand, type CommandResult } from './execute-command.js';
import { withOwnDisks } from './cloud-seed.js';
import { labHost, type LabHost, type LabHostPlan } from './lab-host.js';
import { labImages } from './lab-image.js';
import { consoleOf, hostKeyFromConsole, powerOff, powerOn } from './lab-machine.js';
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
import { bootSeconds, LabPower, type Machine } from './lab-power.js';
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
  type ProcessIdentity,
} from './lab-state.js';
import { labUnavailable } from './lab-unavailable.js';
import { makeNatDevice, natGateway, natPublicAddresses, runInNatDevice } from './nat-device.js';
import { plannedMachines } from './planned-machines.js';
import { SharedLogins } from './shared-logins.js';

/** Password of MySQL's `root` on database and galera hosts. */
export const LAB_MYSQL_ROOT_PASSWORD = 'lab-root-password';

/** Real Linux hosts on this machine, with networks of their own. `down` removes exactly what `up` made. */
export class Lab {
  readonly publicNetwork: string;
  readonly privateNetwork: string;
  private readonly logins: SharedLogins;
  private readonly power: LabPower;
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
    this.power = new LabPower(index, this.logins, (name, script) => this.runByLogin(name, script));
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
      await Promise.all(ours.map(({ name }) => lab.power.answered(name, lab.machine(name))));
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
    await this.power.reboot(name, this.machine(name));
  }

  /**
   * A reboot without any warning to the programs that run, and without writing back what is in memory: its process is ended and started
   * again, so that it may be one that nobody gets into any more. Resolves when the host answers with a new boot id.
   */
  async crash(name: string): Promise<void> {
    await this.power.crash(name, this.machine(name));
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

  private machine(name: string): Machine {
    const machine = this.machines.get(name);
    if (machine === undefined)
      throw new Error(`the lab has no host ${name}; hosts: ${[...this.machines.keys()].join(', ')}`);
    return machine;
  }
}
