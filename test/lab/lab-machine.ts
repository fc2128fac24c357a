import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { format } from 'node:util';
import { identify, isAlive, type MachineSettings, type ProcessIdentity } from './lab-state.js';

function consoleFile(settings: MachineSettings): string {
  return join(settings.folder, `${settings.name}.console`);
}

/** Starts the kernel as a process group of its own inside the lab's namespace. */
export function powerOn(settings: MachineSettings): ProcessIdentity {
  const { kernel } = settings;
  const card = readFileSync(join(kernel, 'card'), 'utf8');
  const output = openSync(consoleFile(settings), 'a');
  writeSync(output, '--- power on\n');
  const child = spawn(
    'ip',
    [
      'netns',
      'exec',
      settings.namespace,
      ...['taskset', '--cpu-list', String(settings.processor)],
      join(kernel, 'power'),
      'seccomp=on',
      `umid=${settings.namespace}-${settings.name}`,
      `uml_dir=${settings.folder}`,
      `mem=${settings.memory}`,
      `ubd0=${join(settings.folder, `${settings.name}.cow`)},${settings.baseImage}`,
      'root=/dev/ubda',
      'rw',
      ...settings.cards.map(({ tap, mac }, number) => format(card, number, tap, mac)),
      'con=null',
      'con0=null,fd:1',
      'quiet',
      'systemd.show_status=false',
      `systemd.machine_id=${settings.machineId}`,
      ...settings.words,
    ],
    { detached: true, stdio: ['ignore', output, output] },
  );
  closeSync(output);
  child.unref();
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) throw new Error(`${settings.name}: its kernel did not start`);
  return identity;
}

/** Ends the machine's process group at once, like pulling the plug. */
export async function powerOff(identity: ProcessIdentity): Promise<void> {
  if (!isAlive(identity)) return;
  process.kill(-identity.pid, 'SIGKILL');
  const deadline = performance.now() + 10_000;
  while (isAlive(identity) && readFileSync(`/proc/${identity.pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z') {
    if (performance.now() > deadline) throw new Error(`process ${identity.pid} of the lab does not end`);
    await pause(20);
  }
}

/** How often the machine has booted so far as to be reachable soon. */
export function bootsOnConsole(settings: MachineSettings): number {
  return consoleOf(settings).split('LABKEY ').length - 1;
}

const hostKey = 'ssh-ed25519 [A-Za-z0-9+/=]+';
/** How the key stands on the console: the lab's own hosts say it in a line, cloud-init once all of the first boot is done. */
const saidKey = new RegExp(`LABKEY (${hostKey})|BEGIN SSH HOST KEY KEYS[^]*?(${hostKey})[^]*?END SSH HOST KEY KEYS`);

/** Everything that the machine printed on its console so far. */
export function consoleOf(settings: MachineSettings): string {
  return readFileSync(consoleFile(settings), 'utf8');
}

/** The public host key that the machine printed on its console: a way that no network can tamper with. */
export async function hostKeyFromConsole(settings: MachineSettings, seconds: number): Promise<string> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const text = consoleOf(settings);
    const [, ownKey, cloudKey] = saidKey.exec(text) ?? [];
    const key = ownKey ?? cloudKey;
    if (key !== undefined) return key;
    if (performance.now() > deadline) {
      throw new Error(`${settings.name} did not boot in ${seconds} s; its console ends: ${text.slice(-600)}`);
    }
    await pause(100);
  }
}
