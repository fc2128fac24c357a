import type { MadeHere } from '../../src/made-here.js';
import { DebianPostgres, type SocketAddress } from '../debian-postgres.js';
import type { Certificate } from './certificate.js';

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

/**
 * PostgreSQL 15 of Debian as a database of RDS: reached over TLS with a password, and nothing else.
 * @returns a way in by a unix socket, for tests that look into it
 */
export async function startRdsPostgres(plan: DatabasePlan, made: MadeHere): Promise<SocketAddress> {
  const { address, port, parameters, certificate, database, user, password } = plan;
  const given = Object.fromEntries(Object.entries(parameters).filter(([name]) => !name.startsWith('rds.')));
  const kind = parameters['rds.force_ssl'] === '1' ? 'hostssl' : 'host';
  const server = await made.once(
    () =>
      DebianPostgres.start({
        port,
        settings: { listen_addresses: address, ssl: 'on', ...given },
        admits: `${kind} all all 127.0.0.0/8 scram-sha-256`,
        files: { 'server.crt': certificate.certificate, 'server.key': certificate.key },
      }),
    (started) => started.stop(),
  );
  // As the functions' user: what tests make in it, the functions may use.
  return server.createDatabase(database, user, password);
}
