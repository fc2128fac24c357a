import { userInfo } from 'node:os';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { runProgram, type ProgramUser } from './run-program.js';

const systemUser = 'hostwright';

/** Who PostgreSQL runs as. It refuses to run as root, so root gives it a system user that owns nothing else. */
export interface ServerUser {
  readonly name: string;
  /** Null when it runs as ourselves. */
  readonly credentials: ProgramUser | null;
}

export async function serverUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return { name: userInfo().username, credentials: null };
  const credentials = (await lookUp()) ?? (await create());
  return { name: systemUser, credentials };
}

async function lookUp(): Promise<ProgramUser | undefined> {
  const { code, output } = await runProgram('getent', ['passwd', systemUser], null);
  if (code !== 0) return undefined;
  const [, , uid, gid] = output.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

async function create(): Promise<ProgramUser> {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  const shell = ['--shell', '/usr/sbin/nologin'];
  const { output } = await runProgram('useradd', [...options, ...shell, systemUser], null);
  // Another process may have created it meanwhile, so what counts is that it exists.
  const created = await lookUp();
  if (created === undefined)
    throw new EmbeddedPostgresError(`PostgreSQL needs the system user ${systemUser}; creating it failed: ${output}`);
  return created;
}
