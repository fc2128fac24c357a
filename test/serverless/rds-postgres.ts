import { chmodSync, chownSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { runProgram } from '../../src/edges/embedded/run-program.js';
import { serverUser, type ServerUser } from '../../src/edges/embedded/server-user.js';
import { connectionOptions } from '../../src/edges/postgres/postgres-address.js';
import type { MadeHere } from '../../src/made-here.js';
import type { Certificate } from './certificate.js';

const programs = '/usr/lib/postgresql/15/bin';
const superuser = 'postgres';

export interface DatabasePlan {
  /** An address of the loopback network. */
  readonly address: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** As Amazon RDS takes them; those of its own begin with `rds.`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly certificate: Certificate;
}

export interface SocketAddress {
  readonly socketDirectory: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/**
 * PostgreSQL 15 of Debian as a database of RDS: reached over TLS with a password, and nothing else.
 * @returns a way in by a unix socket, for tests that look into it
 */
export async function startDebianPostgres(plan: DatabasePlan, folder: string, made: MadeHere): Promise<SocketAddress> {
  const user = await serverUser();
  const data = join(folder, 'data');
  const sockets = join(folder, 'sockets');
  for (const path of [folder, data, sockets]) ownFolder(path, user);
  await run(user, 'initdb', ['-D', data, '-U', superuser, '-E', 'UTF8', '--locale=C.UTF-8', '--auth=trust', '-N']);
  for (const [from, name] of [
    [plan.certificate.certificate, 'server.crt'],
    [plan.certificate.key, 'server.key'],
  ] as const)
    ownFile(from, join(data, name), user);
  // Nothing here has to outlive the machine.
  const settings = { listen_addresses: plan.address, port: String(plan.port), ssl: 'on', fsync: 'off' };
  const asked = Object.entries({ ...settings, unix_socket_directories: sockets, ...plan.parameters });
  const lines = asked.filter(([name]) => !name.startsWith('rds.')).map(([name, value]) => `${name} = '${value}'`);
  writeFileSync(join(data, 'postgresql.auto.conf'), `${lines.join('\n')}\n`);
  const kind = plan.parameters['rds.force_ssl'] === '1' ? 'hostssl' : 'host';
  writeFileSync(join(data, 'pg_hba.conf'), `local all all trust\n${kind} all all 127.0.0.0/8 scram-sha-256\n`);
  await made.once(
    () => run(user, 'pg_ctl', ['-D', data, '-w', '-t', '60', '-l', join(folder, 'log'), 'start']),
    () => run(user, 'pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop']),
  );
  const inside = { socketDirectory: sockets, port: plan.port };
  const client = new Client(connectionOptions({ ...inside, user: superuser, database: superuser }));
  await client.connect();
  try {
    const owner = escapeIdentifier(plan.user);
    await client.query(`CREATE ROLE ${owner} LOGIN PASSWORD ${escapeLiteral(plan.password)}`);
    await client.query(`CREATE DATABASE ${escapeIdentifier(plan.database)} OWNER ${owner}`);
  } finally {
    await client.end();
  }
  // As the functions' user: what tests make in it, the functions may use.
  return { ...inside, user: plan.user, database: plan.database };
}

function ownFolder(path: string, { credentials }: ServerUser): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (credentials !== null) chownSync(path, credentials.uid, credentials.gid);
}

function ownFile(from: string, to: string, { credentials }: ServerUser): void {
  copyFileSync(from, to);
  chmodSync(to, 0o600);
  if (credentials !== null) chownSync(to, credentials.uid, credentials.gid);
}

async function run({ credentials }: ServerUser, program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runProgram(join(programs, program), args, credentials);
  if (code !== 0) throw new Error(`${program} of PostgreSQL 15 ended with ${code ?? 'a signal'}: ${output}`);
}
