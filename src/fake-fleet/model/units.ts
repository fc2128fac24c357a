import { runCommand } from '../commands/run-command.js';
import { packagedServices, type PackagedService } from '../services/packaged-services.js';
import { CommandFailed } from './command-failed.js';
import { execWords } from './exec-words.js';
import type { FakeHost } from './fake-host.js';
import { mountDeclared } from './nfs-mount.js';
import { parseUnitFile } from './unit-file.js';

const folder = '/etc/systemd/system';
const wants = `${folder}/multi-user.target.wants`;
/** Exit codes of systemctl: no such unit, a unit that could not be started. */
const noSuchUnit = 5;
const notStarted = 1;

interface ShownUnit {
  readonly loaded: boolean;
  readonly active: boolean;
  readonly fileState: 'enabled' | 'disabled' | 'static' | '';
  readonly needsReload: boolean;
}

/** The units of a host's systemd: those of its packages, and those that files in /etc declare, with the effect they declare. */
export class Units {
  private readonly running = new Set<string>();
  /** What systemd has in memory of a unit's files. */
  private readonly read = new Map<string, string>();
  /** Mounts that are tried again until their server answers, and what it refused them with. */
  private readonly pending = new Map<string, string | undefined>();

  constructor(private readonly host: FakeHost) {}

  show(name: string): ShownUnit {
    const stamps = this.stampsOf(name);
    const linked = this.isLinked(name);
    const active = this.isActive(name);
    const held = active || linked || this.running.has(name.replace(/\.service$/, '.timer'));
    // A unit that neither runs nor is wanted, nor waits for its timer, is read anew each time.
    if (!held) this.read.delete(name);
    else if (!this.read.has(name)) this.read.set(name, stamps);
    const there = this.settingsOf(name) !== undefined;
    const isStatic = this.settingsOf(name)?.has('Install.WantedBy') === false;
    return {
      loaded: there || active,
      active,
      fileState: !there ? '' : isStatic ? 'static' : linked ? 'enabled' : 'disabled',
      needsReload: held && this.read.get(name) !== stamps,
    };
  }

  get active(): readonly string[] {
    return [...this.running].sort();
  }

  isActive(name: string): boolean {
    const target = this.settingsOf(name)?.get('Mount.Where')?.[0];
    return target === undefined ? this.running.has(name) : this.host.mounts.at(target) !== undefined;
  }

  reload(): void {
    for (const name of this.read.keys()) this.read.set(name, this.stampsOf(name));
  }

  enable(name: string): void {
    this.demand(name, `Failed to enable unit: Unit file ${name} does not exist.`, notStarted);
    this.host.files.put(`${wants}/${name}`, { is: 'link', target: `${folder}/${name}` });
  }

  disable(name: string): void {
    if (this.isLinked(name)) this.host.files.delete(`${wants}/${name}`);
  }

  start(name: string): void {
    if (!this.isActive(name)) this.activate(name);
  }

  restart(name: string): void {
    this.demand(name);
    this.stop(name);
    this.activate(name);
  }

  stop(name: string): void {
    const target = this.settingsOf(name)?.get('Mount.Where')?.[0];
    this.pending.delete(name);
    if (target !== undefined && this.isActive(name)) this.host.mounts.remove(target);
    this.host.processes.endOf(name);
    if (this.running.delete(name)) this.packaged(name)?.stop(this.host);
  }

  reloadUnit(name: string): void {
    this.demand(name);
    if (!this.isActive(name)) throw new CommandFailed(notStarted, `${name} is not active, cannot reload.`);
    this.packaged(name)?.start(this.host);
  }

  /** Tries mounts again whose server did not answer or refused. */
  goOn(): void {
    for (const name of [...this.pending.keys()]) this.mount(name);
  }

  /** What a mount was refused with that is tried again. */
  refusalOf(name: string): string | undefined {
    return this.pending.get(name);
  }

  /** The services that run and listen. */
  listening(): readonly PackagedService[] {
    return packagedServices.filter(({ unit, ports }) => ports.length > 0 && this.running.has(unit));
  }

  startAtBoot(): void {
    for (const { unit, package: name, atOnce } of packagedServices) {
      if (atOnce && this.host.packages.has(name)) this.running.add(unit);
    }
  }

  private activate(name: string): void {
    const settings = this.demand(name);
    this.read.set(name, this.stampsOf(name));
    for (const other of (settings.get('Unit.Wants') ?? []).flatMap((list) => list.split(' '))) {
      if (this.settingsOf(other) !== undefined) this.start(other);
    }
    if (settings.has('Mount.Where')) return this.mount(name);
    for (const drop of this.dropIns(name)) this.run(name, parseUnitFile(drop.content), ['ExecStartPre']);
    const packaged = this.packaged(name);
    if (packaged?.isWanted?.(this.host) === false) return;
    this.run(name, settings, ['ExecStartPre', 'ExecStart', 'ExecStartPost']);
    packaged?.start(this.host);
    const type = settings.get('Service.Type')?.[0] ?? 'simple';
    if (type === 'simple') {
      for (const line of settings.get('Service.ExecStart') ?? []) this.host.processes.begin(line.split(' '), name);
    }
    const stays = type !== 'oneshot' || settings.has('Service.RemainAfterExit');
    if (stays) this.running.add(name);
  }

  private run(name: string, settings: ReadonlyMap<string, readonly string[]>, lines: readonly string[]): void {
    for (const line of lines.flatMap((key) => settings.get(`Service.${key}`) ?? [])) {
      const [program = '', ...args] = execWords(line.replace(/^-/, ''));
      const { exitCode } = runCommand(this.host, [program, ...args], '');
      if (exitCode === 0 || line.startsWith('-')) continue;
      throw new CommandFailed(
        notStarted,
        `Job for ${name} failed because the control process exited with error code ${exitCode}.`,
      );
    }
  }

  private mount(name: string): void {
    const settings = this.settingsOf(name);
    this.pending.delete(name);
    if (settings === undefined) return;
    const made = mountDeclared(this.host, settings);
    if (made !== 'mounted') this.pending.set(name, made === 'silent' ? undefined : made.refused);
  }

  private demand(
    name: string,
    message = `Failed to start ${name}: Unit ${name} not found.`,
    exitCode = noSuchUnit,
  ): ReadonlyMap<string, readonly string[]> {
    const settings = this.settingsOf(name);
    if (settings === undefined) throw new CommandFailed(exitCode, message);
    return settings;
  }

  private settingsOf(name: string): ReadonlyMap<string, readonly string[]> | undefined {
    const content = this.host.files.read(`${folder}/${name}`);
    if (content !== undefined) return parseUnitFile(content);
    const packaged = this.packaged(name);
    return packaged === undefined ? undefined : parseUnitFile(packaged.file);
  }

  private packaged(name: string): PackagedService | undefined {
    return packagedServices.find((one) => one.unit === name && this.host.packages.has(one.package));
  }

  private isLinked(name: string): boolean {
    return this.host.files.at(`${wants}/${name}`) !== undefined;
  }

  private dropIns(
    name: string,
  ): readonly { readonly path: string; readonly content: string; readonly stamp: number }[] {
    const paths = this.host.files.below(`${folder}/${name}.d`).filter((path) => path.endsWith('.conf'));
    return paths.flatMap((path) => {
      const node = this.host.files.at(path);
      return typeof node === 'object' && node.is === 'file' ? [{ path, ...node }] : [];
    });
  }

  private stampsOf(name: string): string {
    const files = [`${folder}/${name}`, `/lib/systemd/system/${name}`].map((path) => this.host.files.at(path));
    const stamps = files.map((file) => (typeof file === 'object' && file.is === 'file' ? file.stamp : 0));
    return [...stamps, ...this.dropIns(name).map((drop) => `${drop.path} ${drop.stamp}`)].join(' ');
  }
}
