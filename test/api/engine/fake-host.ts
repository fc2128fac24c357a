import { installedPackages } from '../../../src/probes/packages/installed-packages.js';
import type { Answer, Question } from '../../../src/probes/probe.js';
import { packageLocks } from '../../../src/probes/packages/package-locks.js';
import { backgroundUnit } from '../../../src/probes/system/background-unit.js';
import { directoryAt } from '../../../src/probes/system/directory-at.js';
import { mounts } from '../../../src/probes/storage/mounts.js';
import { userTables } from '../../../src/probes/accounts/user-tables.js';
import type { Change } from '../../../src/steps/change.js';
import { describeChange } from '../../../src/steps/change.js';
import type { ChangeRun, HostSession, LookRun, UnitChanges } from '../../../src/steps/harness/host-session.js';

type Shell = Question & { via: 'shell' };

function scriptOf(question: Question): string {
  return question.via === 'shell' ? question.script : '';
}

const scripts = {
  directory: scriptOf(directoryAt('/').question),
  mounts: scriptOf(mounts().question),
  users: scriptOf(userTables().question),
  packages: scriptOf(installedPackages([]).question),
  locks: scriptOf(packageLocks().question),
  unit: scriptOf(backgroundUnit('').question),
};

function said(stdout: string): Answer {
  return { exitCode: 0, stdout, stderr: '' };
}

/** A host in memory: directories, users, packages, and a fence that it keeps as a real one does. */
export class FakeHost {
  readonly directories = new Map<string, string>();
  readonly users = new Map<string, string>();
  readonly groups = new Map<string, string>();
  readonly packages = new Set<string>();
  /** As its answer lists the locks of others. */
  packageLocks: readonly string[] = [];
  installing: readonly string[] | null = null;
  /** Highest fence that it has seen. */
  fence = 0;
  /** Every change that took effect, in order. */
  readonly changes: string[] = [];
  looks = 0;
  /** How long it says that a look took. */
  elapsedMs = 0;
  /** Thrown, one by one, instead of the next looks. */
  readonly faults: Error[] = [];
  /** Paths that it refuses to make, with what it says then. */
  readonly refused = new Map<string, string>();
  /** Awaited before a look is answered and before a change is made, so that a test can hold it there. */
  beforeLook: () => Promise<void> = async () => undefined;
  beforeChange: () => Promise<void> = async () => undefined;
  isBusy = false;
  #visitors = 0;
  /** Most visits that ever changed something at the same time. */
  crowd = 0;

  session(): HostSession & { close(): Promise<void> } {
    let trips = 0;
    return {
      look: (questions) => {
        trips += 1;
        return this.#look(questions);
      },
      change: (fence, units) => {
        trips += 1;
        return this.#change(fence, units);
      },
      changeConfirmed: () => Promise.reject(new Error('no step of these tests is commit-confirmed')),
      get roundTrips() {
        return trips;
      },
      close: async () => undefined,
    };
  }

  async #look(questions: readonly Question[]): Promise<LookRun> {
    await this.beforeLook();
    this.looks += 1;
    const fault = this.faults.shift();
    if (fault !== undefined) throw fault;
    if (this.isBusy) return { is: 'busy' };
    return { is: 'answers', answers: questions.map((question) => this.#answer(question)), elapsedMs: this.elapsedMs };
  }

  #answer(question: Question): Answer {
    if (question.via !== 'shell') throw new TypeError('this host has a shell only');
    switch (question.script) {
      case scripts.directory:
        return said(this.#directory(question));
      case scripts.mounts:
        return said('');
      case scripts.users:
        return said(`${[...this.users.values()].join('\n')}\n%\n${[...this.groups.values()].join('\n')}\n%\n`);
      case scripts.packages:
        return said([...this.packages].map((name) => `${name} installed 1\n`).join(''));
      case scripts.locks:
        return said(['readable', ...this.packageLocks, ''].join('\n'));
      case scripts.unit:
        return said(
          `ActiveState=${this.installing === null ? 'inactive' : 'active'}\nInactiveEnterTimestampMonotonic=0\n9\n`,
        );
      default:
        return said(question.script);
    }
  }

  #directory({ args: [path = ''] }: Shell): string {
    const mode = this.directories.get(path);
    return mode === undefined ? 'absent\n' : `directory ${mode} 0 0\n`;
  }

  async #change(fence: number, units: readonly UnitChanges[]): Promise<ChangeRun> {
    this.#visitors += 1;
    this.crowd = Math.max(this.crowd, this.#visitors);
    try {
      await this.beforeChange();
      if (fence < this.fence) return { is: 'stale', hostFence: this.fence };
      this.fence = fence;
      const failed = new Set<number>();
      return {
        is: 'ran',
        units: units.map(({ changes, after }, index) => {
          if (after.some((other) => failed.has(other))) {
            failed.add(index);
            return { is: 'notRun' };
          }
          const at = changes.findIndex((change) => !this.#make(change));
          if (at === -1) return { is: 'ran', output: said(''), failedChange: null };
          failed.add(index);
          const stderr = changes.map((change) => this.#refusal(change)).join('');
          return { is: 'ran', output: { exitCode: 1, stdout: '', stderr }, failedChange: at };
        }),
      };
    } finally {
      this.#visitors -= 1;
    }
  }

  #refusal(change: Change): string {
    return change.do === 'makeDirectory' ? (this.refused.get(change.path) ?? '') : '';
  }

  #make(change: Change): boolean {
    if (this.#refusal(change) !== '') return false;
    if (change.do === 'makeDirectory') this.directories.set(change.path, change.mode);
    else if (change.do === 'removeDirectory') this.directories.delete(change.path);
    else if (change.do === 'startUnit') this.installing = change.argv.slice(4);
    // A trial leaves nothing behind, however often it is made.
    else if (change.do === 'run' && change.argv[3] === 'hostwright-proof') return true;
    else if (change.do === 'run') this.#run(change.argv);
    else return false;
    this.changes.push(describeChange(change));
    return true;
  }

  #run([program, ...args]: readonly string[]): void {
    const name = args.at(-1) ?? '';
    const option = (wanted: string): string => args[args.indexOf(wanted) + 1] ?? '';
    if (program === 'groupadd') this.groups.set(name, `${name}:x:${option('--gid')}:`);
    if (program === 'useradd') {
      const entry = [option('--uid'), option('--gid'), option('--comment'), option('--home'), option('--shell')];
      this.users.set(name, `${name}:x:${entry.join(':')}`);
    }
  }

  /** The installation that runs in the background comes to its end. */
  finishInstallation(): void {
    for (const name of this.installing ?? []) this.packages.add(name);
    this.installing = null;
  }
}
