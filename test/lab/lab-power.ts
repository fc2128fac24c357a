import { setTimeout as pause } from 'node:timers/promises';
import type { CommandResult } from './execute-command.js';
import type { LabHost } from './lab-host.js';
import { bootsOnConsole, consoleOf, powerOff, powerOn } from './lab-machine.js';
import { isAlive, readState, writeState, type MachineSettings, type ProcessIdentity } from './lab-state.js';
import type { SharedLogins } from './shared-logins.js';

/** Ten seconds on a quiet machine; this long where several labs boot at once on two cores. */
export const bootSeconds = 300;

/** How long a host that has booted may take until SSH answers, several of them at once on two cores. */
const answerSeconds = 120;

/** A virtual machine, and the host that it is. */
export interface Machine {
  readonly settings: MachineSettings;
  readonly host: LabHost;
  readonly hostKeyLine: string;
  process: ProcessIdentity;
}

/** Restarts the machines of a lab, with warning and without, and waits until they answer. */
export class LabPower {
  constructor(
    private readonly lab: number,
    private readonly logins: SharedLogins,
    /** Runs a shell script as root on a host, by a login of its own. */
    private readonly run: (name: string, script: string) => Promise<CommandResult>,
  ) {}

  /** An orderly reboot; resolves when the host answers with a new boot id. */
  async reboot(name: string, machine: Machine): Promise<void> {
    await this.logins.end(name);
    const before = bootsOnConsole(machine.settings);
    const deadline = performance.now() + bootSeconds * 1000;
    const toldBy = performance.now() + answerSeconds * 1000;
    // A host behind a hop that restarts at the same time may not hear of it: it is told until it went.
    let told = false;
    while (bootsOnConsole(machine.settings) === before) {
      if (performance.now() > deadline)
        throw new Error(`${name} did not restart in ${bootSeconds} s; ${this.instead(name)}`);
      if (!told) {
        const { exitCode, stderr } = await this.run(name, '(systemctl reboot) </dev/null >/dev/null 2>&1 &');
        told = exitCode === 0;
        if (!told && performance.now() > toldBy)
          throw new Error(`${name} cannot be told by SSH to restart: ${stderr.trim()}; ${this.instead(name)}`);
      }
      if (!isAlive(machine.process)) await this.start(name, machine);
      await pause(200);
    }
    await this.answered(name, machine);
    // One that was opened while it went down.
    await this.logins.end(name);
  }

  /**
   * Ends the process and starts it again, so that neither programs nor caches have a chance, and nobody needs to be let in. Resolves when
   * the host answers with a new boot id.
   */
  async crash(name: string, machine: Machine): Promise<void> {
    await this.logins.end(name);
    await powerOff(machine.process);
    await this.start(name, machine);
    // One that was opened while it went down.
    await this.logins.end(name);
  }

  /** Resolves when the host answers by SSH, however long it boots. */
  async answered(name: string, { settings }: Machine, seconds = bootSeconds): Promise<void> {
    const deadline = performance.now() + seconds * 1000;
    for (;;) {
      const { exitCode, stderr } = await this.run(name, 'cat /proc/sys/kernel/random/boot_id');
      if (exitCode === 0) return;
      if (performance.now() > deadline)
        throw new Error(`${name} does not answer SSH in ${seconds} s: ${stderr.trim()}; ${lastWords(settings)}`);
      await pause(200);
    }
  }

  private async start(name: string, machine: Machine): Promise<void> {
    const { settings } = machine;
    const before = bootsOnConsole(settings);
    machine.process = powerOn(settings);
    this.saveProcess(name, machine.process);
    const deadline = performance.now() + bootSeconds * 1000;
    while (bootsOnConsole(settings) === before) {
      if (performance.now() > deadline)
        throw new Error(`${name} did not boot in ${bootSeconds} s: ${lastWords(settings)}`);
      await pause(200);
    }
    await this.answered(name, machine, answerSeconds);
  }

  private saveProcess(name: string, process: ProcessIdentity): void {
    const state = readState(this.lab);
    if (state === undefined) return;
    const hosts = state.hosts.map((host) => (host.name === name ? { ...host, process } : host));
    writeState(this.lab, { ...state, hosts });
  }

  private instead(name: string): string {
    return `npm run lab -- crash ${name} --lab ${this.lab} restarts it without being let in`;
  }
}

/** For a person who cannot get in. */
function lastWords(settings: MachineSettings): string {
  return `its console ends: ${consoleOf(settings).trimEnd().slice(-300)}`;
}
