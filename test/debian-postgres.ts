import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { runProgram } from '../src/edges/embedded/run-program.js';
import { serverUser, type ServerUser } from '../src/edges/embedded/server-user.js';
import { connectionOptions } from '../src/edges/postgres/postgres-address.js';

const programs = '/usr/lib/postgresql/15/bin';

/** Whether the PostgreSQL 15 of Debian 12 is installed here. */
export const hasDebianPostgres = existsSync(join(programs, 'initdb'));

/** What differs from a server that only its unix socket leads to. */
export interface DebianPostgresPlan {
  readonly port?: number;
  /** Of `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A line of `pg_hba.conf` that lets others in. */
  readonly admits?: string;
  /** Files that it reads, by the name that it has for them. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A way in by the unix socket, where nobody is asked for a password. */
export interface SocketAddress {
  readonly socketDirectory: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** A server of the oldest PostgreSQL that Hostwright takes, as Debian packages it. Nothing in it has to outlive the machine. */
export class DebianPostgres {
  private static readonly superuser = 'postgres';

  private constructor(
    private readonly folder: string,
    private readonly user: ServerUser,
    readonly port: number,
  ) {}

  static async start(plan: DebianPostgresPlan = {}): Promise<DebianPostgres> {
    const port = plan.port ?? 5432;
    const folder = await mkdtemp(join(tmpdir(), 'hw-pg15-'));
    const server = new DebianPostgres(folder, await serverUser(), port);
    await server.make(plan);
    await server.run('pg_ctl', ['-D', server.data, '-l', server.file('log'), '-t', '60', '-w', 'start']);
    return server;
  }

  /** A new database, and whose it is; with a password he is let in by the network too, where the server listens there. */
  async createDatabase(database: string, user: string, password?: string): Promise<SocketAddress> {
    const { superuser } = DebianPostgres;
    const inside = { socketDirectory: this.socketDirectory, port: this.port };
    const client = new Client(connectionOptions({ ...inside, user: superuser, database: superuser }));
    await client.connect();
    try {
      const owner = escapeIdentifier(user);
      const secret = password === undefined ? '' : `PASSWORD ${escapeLiteral(password)}`;
      await client.query(`CREATE ROLE ${owner} LOGIN ${secret}`);
      await client.query(`CREATE DATABASE ${escapeIdentifier(database)} OWNER ${owner}`);
    } finally {
      await client.end();
    }
    return { ...inside, user, database };
  }

  async stop(): Promise<void> {
    await this.run('pg_ctl', ['-D', this.data, '-m', 'immediate', '-w', 'stop']);
    await rm(this.folder, { recursive: true });
  }

  private get socketDirectory(): string {
    return this.file('sockets');
  }

  private get data(): string {
    return this.file('data');
  }

  private file(name: string): string {
    return join(this.folder, name);
  }

  private async make({ settings = {}, admits, files = {} }: DebianPostgresPlan): Promise<void> {
    const { superuser } = DebianPostgres;
    await chmod(this.folder, 0o711);
    for (const path of [this.data, this.socketDirectory]) await this.own(path, () => mkdir(path), 0o700);
    await this.own(this.file('log'), () => writeFile(this.file('log'), ''), 0o600);
    await this.run('initdb', ['-D', this.data, '-U', superuser, '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust', '-N']);
    for (const [name, from] of Object.entries(files)) {
      const to = join(this.data, name);
      await this.own(to, () => copyFile(from, to), 0o600);
    }
    const ours = { listen_addresses: '', port: String(this.port), fsync: 'off', ...settings };
    const all = Object.entries({ ...ours, unix_socket_directories: this.socketDirectory });
    await appendFile(join(this.data, 'postgresql.conf'), all.map(([name, value]) => `${name} = '${value}'\n`).join(''));
    await writeFile(join(this.data, 'pg_hba.conf'), `local all all trust\n${admits ?? ''}\n`);
  }

  private async own(path: string, make: () => Promise<unknown>, mode: number): Promise<void> {
    await make();
    await chmod(path, mode);
    const { credentials } = this.user;
    if (credentials !== null) await chown(path, credentials.uid, credentials.gid);
  }

  private async run(program: string, args: readonly string[]): Promise<void> {
    const { code, output } = await runProgram(join(programs, program), args, this.user.credentials);
    if (code !== 0) throw new Error(`${program} of PostgreSQL 15 ended with ${code ?? 'a signal'}: ${output}`);
  }
}
