import type { PoolConfig } from 'pg';

/**
 * Where a PostgreSQL 15+ database is: a `postgres://` URL, a unix socket's directory with user and database, or a host with a login
 * whose password may change, which is reached over TLS.
 */
export type PostgresAddress =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: () => Promise<string>;
      readonly database: string;
    }
  | { readonly socketDirectory: string; readonly port: number; readonly user: string; readonly database: string };

/** What `pg` connects with. Holds the password if the URL has one: never log it. */
export function connectionOptions(address: PostgresAddress): PoolConfig {
  const common = { application_name: 'hostwright', connectionTimeoutMillis: 10_000 };
  if ('url' in address) return { ...common, connectionString: address.url, keepAlive: true };
  // A folder is that of a unix socket, where there is no TLS.
  if ('host' in address) return { ...common, ...address, ssl: !address.host.startsWith('/'), keepAlive: true };
  const { socketDirectory, port, user, database } = address;
  return { ...common, host: socketDirectory, port, user, database };
}

/** The same server, another database. */
export function withDatabase(address: PostgresAddress, database: string): PostgresAddress {
  if (!('url' in address)) return { ...address, database };
  const url = new URL(address.url);
  url.pathname = `/${encodeURIComponent(database)}`;
  return { url: url.toString() };
}
