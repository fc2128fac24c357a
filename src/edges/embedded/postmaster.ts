import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { DatabaseFiles } from './database-files.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { runProgram, type ProgramResult } from './run-program.js';
import type { PostgresPrograms } from './postgres-programs.js';
import type { ServerUser } from './server-user.js';

const systemError = z.object({ code: z.string() });
const startLimitSeconds = 60;
const stopLimitSeconds = 60;
/** So often where the program that stops it is ended by a signal. */
const stopsAgain = 3;
const logLines = 12;
/** A killed server keeps its process id until it is reaped, and its shared memory until its processes have ended. */
const stillDying = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/;

/** The server process of one cluster, which outlives the process that started it. */
export class Postmaster {
  readonly #files: DatabaseFiles;
  readonly #programs: PostgresPrograms;
  readonly #user: ServerUser;

  constructor(files: DatabaseFiles, programs: PostgresPrograms, user: ServerUser) {
    this.#files = files;
    this.#programs = programs;
    this.#user = user;
  }

  /** Whether it runs now. Forgets a process id that some other program got after a reboot. */
  async runs(): Promise<boolean> {
    const file = join(this.#files.cluster, 'postmaster.pid');
    const text = await readFile(file, 'utf8').catch(unlessMissing);
    if (text === undefined) return false;
    const pid = Number.parseInt(text, 10);
    // A server works in its own data directory; after a reboot even another PostgreSQL may have got the process id.
    const directory = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    if (directory === (await realpath(this.#files.cluster))) return true;
    if (directory !== undefined) await rm(file, { force: true });
    return false;
  }

  /** Resolves once it takes connections; false while a killed server, or processes of it, are still on their way out. */
  async start(): Promise<boolean> {
    const options = ['--log', this.#files.log, '--wait', `--timeout=${startLimitSeconds}`, '--silent'];
    const before = await this.#logged();
    const { code, output } = await this.#control('start', ...options);
    if (code === 0) return true;
    const said = (await this.#logged()).slice(before.length);
    if (stillDying.test(said)) return false;
    const lines = said.trim().split('\n').slice(-logLines).join('\n');
    throw new EmbeddedPostgresError(`PostgreSQL did not start: ${output}\n${lines}\n(${this.#files.log})`);
  }

  /** Ends it in order: open transactions are rolled back, everything committed is on disk. */
  async stop(): Promise<void> {
    const options = ['--mode=fast', '--wait', `--timeout=${stopLimitSeconds}`, '--silent'];
    let { code, output } = await this.#control('stop', ...options);
    // What a terminal sends to its group still reaches a program that is just being started in a group of its own.
    for (let again = 0; code === null && again < stopsAgain; again++)
      ({ code, output } = await this.#control('stop', ...options));
    if (code !== 0 && (await this.runs())) throw new EmbeddedPostgresError(`PostgreSQL did not stop: ${output}`);
  }

  #control(command: string, ...options: readonly string[]): Promise<ProgramResult> {
    const args = [command, `--pgdata=${this.#files.cluster}`, ...options];
    return runProgram(join(this.#programs.folder, 'pg_ctl'), args, this.#user.credentials);
  }

  async #logged(): Promise<string> {
    return readFile(this.#files.log, 'utf8');
  }
}

function unlessMissing(error: unknown): undefined {
  if (systemError.safeParse(error).data?.code === 'ENOENT') return undefined;
  throw error;
}
