import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fingerprintOf } from './fingerprint-of.js';
import { CpuGroup } from '../measure/cpu-group.js';
import { runCommand } from '../measure/run-command.js';
import { installPackages } from '../../test/lab/lab-packages.js';
import type { MadeHere } from '../../src/made-here.js';

const root = '/var/cache/hostwright-bench/root';
/** Of the range for benchmarks (RFC 2544): one for documentation may be what this machine itself reaches others by. */
const prefix = '198.18.64';
export const benchNetwork = `${prefix}.0/24`;
/** How many watchers of files a user may have: each systemd has some. */
const watchesFile = '/proc/sys/fs/inotify/max_user_instances';
/** Names of what is made on this machine, so that exactly that is removed again. */
const bridge = 'hwbench';

export interface BenchHost {
  readonly name: string;
  readonly address: string;
  readonly hostKeySha256: string;
}

export interface HostFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
}

interface Placed extends BenchHost {
  readonly namespace: string;
  readonly given: string;
}

/**
 * Debian hosts on this machine, each with a network namespace, processes, users and files of its own, systemd and a real sshd. They
 * share the kernel. What they take is counted together.
 */
export class BenchHosts {
  readonly cpu = new CpuGroup('hosts');
  readonly hosts: readonly BenchHost[];
  /** What the machine had before. */
  private watches: string | undefined;
  private readonly running = new Map<string, ChildProcess>();

  private constructor(
    /** The private key that enters each of them as root. */
    readonly keyFile: string,
    /** What OpenSSH compares their keys with. */
    readonly knownHostsFile: string,
    private readonly placed: readonly Placed[],
  ) {
    this.hosts = placed;
  }

  /** Makes the network and hosts, the first with the given number as its address; none of them is booted yet. */
  static async make(
    made: MadeHere,
    names: readonly string[],
    firstNumber: number,
    files: readonly HostFile[],
    progress: (line: string) => void,
  ): Promise<BenchHosts> {
    installPackages({ debootstrap: ['/usr/sbin/debootstrap'], iproute2: ['/usr/sbin/ip', '/sbin/ip'] }, progress);
    if (!existsSync(root)) {
      progress('building the Debian root of the hosts (about two minutes) …');
      mkdirSync(dirname(root), { recursive: true });
      await runCommand(['sh', join(__dirname, 'build-root.sh'), root]);
    }
    const folder = await made.once(
      async () => mkdtempSync(join(tmpdir(), 'hw-bench-hosts-')),
      async (path) => rmSync(path, { recursive: true, force: true }),
    );
    const keyFile = join(folder, 'key');
    await newKey(keyFile);
    const authorized = readFileSync(`${keyFile}.pub`, 'utf8');
    const placed: Placed[] = [];
    for (const [index, name] of names.entries()) {
      const given = join(folder, name);
      for (const { path, content, mode } of files) write(join(given, path), content, mode);
      write(join(given, 'root/.ssh/authorized_keys'), authorized, 0o600);
      chmodSync(join(given, 'root'), 0o700);
      chmodSync(join(given, 'root/.ssh'), 0o700);
      write(join(given, 'etc/hostname'), `${name}\n`, 0o644);
      write(join(given, 'etc/machine-id'), `${randomUUID().replaceAll('-', '')}\n`, 0o444);
      mkdirSync(join(given, 'etc/ssh'), { recursive: true });
      const hostKey = join(given, 'etc/ssh/ssh_host_ed25519_key');
      await newKey(hostKey);
      const hostKeySha256 = fingerprintOf(readFileSync(`${hostKey}.pub`, 'utf8'));
      placed.push({
        name,
        given,
        hostKeySha256,
        namespace: `${bridge}-${name}`,
        address: `${prefix}.${firstNumber + index}`,
      });
    }
    const knownHostsFile = join(folder, 'known_hosts');
    const known = placed.map(({ address, given }) => {
      const [algorithm, key] = readFileSync(join(given, 'etc/ssh/ssh_host_ed25519_key.pub'), 'utf8').split(' ');
      return `${address} ${algorithm} ${key}\n`;
    });
    writeFileSync(knownHostsFile, known.join(''));
    const hosts = new BenchHosts(keyFile, knownHostsFile, placed);
    await made.once(
      () => hosts.makeNetwork(),
      () => hosts.remove(),
    );
    return hosts;
  }

  /** Boots hosts, as new as at first, and waits until each answers to SSH. */
  async boot(names: readonly string[]): Promise<void> {
    await this.halt(names);
    for (const host of this.some(names)) {
      const { name, namespace, given, address } = host;
      await this.connectToBridge(host);
      const spaces = ['--mount', '--pid', '--uts', '--ipc', '--cgroup', '--fork', '--kill-child'];
      const init = ['sh', join(__dirname, 'boot-host.sh'), root, given, name];
      const within = ['sh', join(__dirname, 'in-own-groups.sh'), `${this.cpu.path}/${name}`];
      const args = [...within, 'ip', 'netns', 'exec', namespace, 'unshare', ...spaces, ...init].slice(1);
      this.running.set(name, spawn('sh', args, { stdio: 'ignore', detached: true }));
      // One after the other: this machine has few processors.
      await answers(address);
    }
  }

  /** Ends hosts at once; whatever was done on them is gone. */
  async halt(names: readonly string[]): Promise<void> {
    for (const { name, namespace, address } of this.some(names)) {
      const child = this.running.get(name);
      if (child === undefined) continue;
      this.running.delete(name);
      const ended = once(child, 'exit');
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await ended;
      // By itself it would go some time after its namespace.
      await runCommand(['ip', '-n', bridge, 'link', 'del', linkOf(address)]);
      await runCommand(['ip', 'netns', 'del', namespace]);
    }
  }

  /** Has hosts end all SSH connections; sshd goes on. */
  async hangUp(names: readonly string[]): Promise<void> {
    for (const name of names)
      await this.inside(name, 'for pid in $(pgrep -f "^sshd: root"); do kill "$pid" || :; done');
    for (const name of names) await this.inside(name, 'while pgrep -f "^sshd: root" >/dev/null; do sleep 0.05; done');
  }

  /** Runs shell text within a host without SSH; what it printed. */
  inside(name: string, script: string): Promise<string> {
    const init = this.initOf(name);
    return runCommand(['nsenter', '--target', String(init), '--all', 'sh', '-eu'], { input: script });
  }

  /** Gives this machine an address on the hosts' network, at which nobody listens. */
  async hold(address: string): Promise<void> {
    await runCommand(['ip', 'addr', 'add', `${address}/32`, 'dev', bridge]);
  }

  private initOf(name: string): number {
    const unshared = this.running.get(name)?.pid;
    if (unshared === undefined) throw new Error(`${name} is not booted`);
    const [first = ''] = readFileSync(`/proc/${unshared}/task/${unshared}/children`, 'utf8').split(' ');
    return Number(first);
  }

  private some(names: readonly string[]): readonly Placed[] {
    return this.placed.filter(({ name }) => names.includes(name));
  }

  private async makeNetwork(): Promise<void> {
    const ip = (...args: readonly string[]): Promise<string> => runCommand(['ip', ...args]);
    this.watches = readFileSync(watchesFile, 'utf8');
    writeFileSync(watchesFile, '16384');
    await ip('netns', 'add', bridge);
    await ip('-n', bridge, 'link', 'add', 'hosts', 'type', 'bridge');
    await ip('-n', bridge, 'link', 'set', 'hosts', 'up');
    await ip('link', 'add', bridge, 'type', 'veth', 'peer', 'name', 'control', 'netns', bridge);
    await ip('-n', bridge, 'link', 'set', 'control', 'master', 'hosts', 'up');
    await ip('addr', 'add', `${prefix}.1/24`, 'dev', bridge);
    await ip('link', 'set', bridge, 'up');
  }

  /** A network namespace as new: no address and no setting of a former boot. */
  private async connectToBridge({ namespace, address }: Placed): Promise<void> {
    const ip = (...args: readonly string[]): Promise<string> => runCommand(['ip', ...args]);
    await ip('netns', 'add', namespace);
    // Always the same card: others remember it for a minute.
    const card = ['name', 'eth0', 'address', cardOf(address), 'netns', namespace];
    await ip('-n', bridge, 'link', 'add', linkOf(address), 'type', 'veth', 'peer', ...card);
    await ip('-n', bridge, 'link', 'set', linkOf(address), 'master', 'hosts', 'up');
    await ip('-n', namespace, 'link', 'set', 'lo', 'up');
    await ip('-n', namespace, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
    await ip('-n', namespace, 'link', 'set', 'eth0', 'up');
  }

  private async remove(): Promise<void> {
    await this.halt(this.placed.map(({ name }) => name));
    // A run that broke off may have left any part of it.
    const namespaces = [...this.placed.map(({ namespace }) => namespace), bridge];
    for (const part of [['link', 'del', bridge], ...namespaces.map((name) => ['netns', 'del', name])])
      await runCommand(['ip', ...part]).catch(() => undefined);
    if (this.watches !== undefined) writeFileSync(watchesFile, this.watches);
    await this.cpu.remove();
  }
}

/** The end of a host's cable at the bridge. */
function linkOf(address: string): string {
  return `h${address.slice(prefix.length + 1)}`;
}

function cardOf(address: string): string {
  return `02:98:00:00:00:${Number(address.slice(prefix.length + 1))
    .toString(16)
    .padStart(2, '0')}`;
}

async function newKey(file: string): Promise<void> {
  await runCommand(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'hostwright-bench', '-f', file]);
}

function write(file: string, content: string, mode: number): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, mode);
}

/** Waits until an SSH server says its name. */
async function answers(address: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const socket = connect({ host: address, port: 22 }).on('error', () => undefined);
    try {
      await once(socket, 'data', { signal: AbortSignal.timeout(1_000) });
      return;
    } catch {
      await pause(50);
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`${address} does not answer to SSH`);
}
