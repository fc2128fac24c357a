import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const programs = '/usr/lib/postgresql/15/bin';
const run = promisify(execFile);

/** Whether the PostgreSQL 15 of Debian 12 is installed here. */
export const hasDebianPostgres = existsSync(join(programs, 'initdb'));

/** A server of the oldest PostgreSQL that Hostwright takes, as Debian packages it, on a socket of its own. */
export class DebianPostgres {
  private constructor(private readonly folder: string) {}

  static async start(): Promise<DebianPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'hw-pg15-'));
    const server = new DebianPostgres(folder);
    if (process.getuid?.() === 0) {
      const { stdout } = await run('id', ['-u', 'postgres']);
      await chown(folder, Number(stdout), -1);
    }
    const cluster = join(folder, 'cluster');
    await server.asUser('initdb', ['-D', cluster, '-U', 'hostwright', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
    const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=off`;
    await server.asUser('pg_ctl', ['-D', cluster, '-l', join(folder, 'log'), '-o', settings, '-w', 'start']);
    return server;
  }

  async stop(): Promise<void> {
    await this.asUser('pg_ctl', ['-D', join(this.folder, 'cluster'), '-m', 'fast', '-w', 'stop']);
    await rm(this.folder, { recursive: true });
  }

  /** A new database on it, as a URL. */
  async database(name: string): Promise<string> {
    await this.asUser('createdb', ['-h', this.folder, '-U', 'hostwright', name]);
    return `postgres://hostwright@/${name}?host=${encodeURIComponent(this.folder)}`;
  }

  private async asUser(program: string, args: readonly string[]): Promise<void> {
    const path = join(programs, program);
    // Its standard streams are closed: a server that inherits them keeps us waiting for their end.
    if (process.getuid?.() === 0) await run('runuser', ['-u', 'postgres', '--', path, ...args], { cwd: this.folder });
    else await run(path, [...args], { cwd: this.folder });
  }
}
