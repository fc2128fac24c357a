import { existsSync } from 'node:fs';
import { chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../node/make-folders.js';
import { closedFolder } from './closed-folder.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { runProgram } from './run-program.js';
import type { PostgresPrograms } from './postgres-programs.js';
import type { ServerUser } from './server-user.js';

/** Folders and files of one embedded database, all below its data directory. */
export interface DatabaseFiles {
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  /** Folder of the unix socket, which only the server's user and root may enter. */
  readonly socketDirectory: string;
  readonly log: string;
  readonly lock: string;
  /** Locked by the server of this data folder; says which process that is. */
  readonly server: string;
}

/** Part of the socket's name only, since the server listens on no network. */
export const socketPort = 5432;
export const databaseUser = 'hostwright';

/** What `sockaddr_un` holds, less its closing zero. */
const longestSocketPath = 107;

export function databaseFiles(dataDirectory: string): DatabaseFiles {
  const socketDirectory = join(dataDirectory, 'socket');
  const socket = join(socketDirectory, `.s.PGSQL.${socketPort}`);
  if (Buffer.byteLength(socket) > longestSocketPath)
    throw new EmbeddedPostgresError(
      `The data directory ${dataDirectory} is too long for a unix socket below it; choose a shorter path.`,
    );
  return {
    cluster: join(dataDirectory, 'cluster'),
    socketDirectory,
    log: join(dataDirectory, 'postgresql.log'),
    lock: join(dataDirectory, 'lock'),
    server: join(dataDirectory, 'server'),
  };
}

/** The version that wrote the database, or undefined when there is none yet. */
export async function databaseMajor(files: DatabaseFiles): Promise<number | undefined> {
  const file = join(files.cluster, 'PG_VERSION');
  return existsSync(file) ? Number.parseInt(await readFile(file, 'utf8'), 10) : undefined;
}

/** Makes the data directory and what is beside the cluster in it, and checks that the server's user can get there. */
export async function prepareDirectory(dataDirectory: string, files: DatabaseFiles, user: ServerUser): Promise<void> {
  await makeFolders(dataDirectory, 0o755);
  await makeFolders(files.socketDirectory, 0o700);
  await (await open(files.log, 'a', 0o600)).close();
  if (user.credentials === null) return;
  const { uid, gid } = user.credentials;
  for (const path of [files.socketDirectory, files.log]) await chown(path, uid, gid);
  const { code } = await runProgram('test', ['-w', files.log], user.credentials);
  if (code === 0) return;
  const closed = (await closedFolder(dataDirectory)) ?? dataDirectory;
  throw new EmbeddedPostgresError(
    `The user ${user.name}, which PostgreSQL runs as, cannot enter ${closed}. Let any user enter it (chmod a+x), or choose another data folder with --data or HOSTWRIGHT_DATA.`,
  );
}

/** A new, empty cluster; appears complete or not at all. Its one role may be used by the server's user and by us. */
export async function initialise(files: DatabaseFiles, programs: PostgresPrograms, user: ServerUser): Promise<void> {
  const fresh = `${files.cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  if (user.credentials !== null) await chown(fresh, user.credentials.uid, user.credentials.gid);
  const options = ['--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums', '--auth=peer'];
  const { code, output } = await runProgram(
    join(programs.folder, 'initdb'),
    [`--pgdata=${fresh}`, `--username=${databaseUser}`, ...options],
    user.credentials,
  );
  if (code !== 0) throw new EmbeddedPostgresError(`initdb failed: ${output}`);
  await rename(fresh, files.cluster);
}

/** Writes the server's settings anew, so that a new version of ours brings its own. Takes effect when it starts. */
export async function configure(files: DatabaseFiles, user: ServerUser, durable: boolean): Promise<void> {
  const settings = {
    // No network: whoever may enter the socket's folder, and is let in by pg_hba.conf, is one of us.
    listen_addresses: '',
    unix_socket_directories: `"${files.socketDirectory}"`,
    unix_socket_permissions: '0700',
    port: String(socketPort),
    max_connections: '100',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    timezone: 'UTC',
    lc_messages: 'C',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // Parameters of statements may be secrets.
    log_parameter_max_length_on_error: '0',
    log_min_error_statement: 'panic',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  const people = [...new Set(['root', user.name])].map((name) => `hostwright "${name}" ${databaseUser}`);
  await write(files, 'postgresql.conf', lines, user);
  await write(files, 'pg_hba.conf', ['local all all peer map=hostwright'], user);
  await write(files, 'pg_ident.conf', people, user);
}

async function write(files: DatabaseFiles, name: string, lines: readonly string[], user: ServerUser): Promise<void> {
  const path = join(files.cluster, name);
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  if (user.credentials !== null) await chown(path, user.credentials.uid, user.credentials.gid);
}
