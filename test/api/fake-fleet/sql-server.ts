import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { createConnection, type Connection } from 'mysql2';
import { z } from 'zod';
import { dataDirectory } from '../../../src/probes/database/data-directory.js';
import { galera } from '../../../src/probes/database/galera.js';
import { grants } from '../../../src/probes/database/grants.js';
import { groupReplication } from '../../../src/probes/database/group-replication.js';
import { ndbCluster } from '../../../src/probes/database/ndb-cluster.js';
import { rootRights } from '../../../src/probes/database/root-rights.js';
import type { Probe } from '../../../src/probes/probe.js';

type Row = Readonly<Record<string, string>>;

const allOf = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'RELOAD', 'INDEX', 'ALTER', 'CREATE USER'];
/** What a server shows that belongs to nothing, has no user but root, and lets that one do all. */
const shown: readonly (readonly [Probe<unknown>, readonly Row[]])[] = [
  [dataDirectory(), [{ data_directory: '/var/lib/mysql/' }]],
  [galera(), []],
  [grants(), []],
  [groupReplication(), []],
  [ndbCluster(), []],
  [
    rootRights(),
    ['ALL PRIVILEGES', ...allOf].map((privilege) => ({
      ...{ privilege, grantable: 'YES', locked: '0', release_name: '10.11.6-MariaDB' },
    })),
  ],
];
const rowsOf = new Map(
  shown.flatMap(([{ question }, rows]) => (question.via === 'sql' ? [[question.statement, rows] as const] : [])),
);

const handshake = z.object({
  user: z.string(),
  authPluginData1: z.instanceof(Buffer),
  authPluginData2: z.instanceof(Buffer),
  authToken: z.instanceof(Buffer),
});
const denied = 1045;
const unknownStatement = 1064;
/** MYSQL_TYPE_VAR_STRING, of utf8mb4. */
const text = { columnType: 253, characterSet: 45, columnLength: 1_024, flags: 0, decimals: 0 };
const column = { ...text, catalog: 'def', schema: '', table: '', orgTable: '' };
/** LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, TRANSACTIONS and SECURE_CONNECTION: no TLS, and the oldest way to log in. */
const capabilities = 0x1 | 0x8 | 0x200 | 0x2000 | 0x8000;

function sha1(...parts: readonly Buffer[]): Buffer {
  return createHash('sha1').update(Buffer.concat(parts)).digest();
}

/** A MySQL server as far as looks ask one, which lets in root with one password. It serves on this machine only. */
export class SqlServer {
  private constructor(
    readonly address: string,
    readonly port: number,
    private readonly server: Server,
  ) {}

  static async start(password: string): Promise<SqlServer> {
    const server = createServer((socket) => greet(createConnection({ stream: socket, isServer: true }), password));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { address, port } = z.object({ address: z.string(), port: z.int() }).parse(server.address());
    return new SqlServer(address, port, server);
  }

  /** Ends with the last session. */
  async stop(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }
}

function greet(connection: Connection, password: string): void {
  // Whoever breaks off is no trouble of the server's.
  connection.on('error', () => connection.destroy());
  // Each command counts its packets anew, which the library does as a client only.
  const replied = (): void => {
    connection.sequenceId = 0;
  };
  connection.on('stmt_prepare', () => {
    connection.writeOk();
    replied();
  });
  connection.on('query', (statement: string) => {
    answer(connection, statement);
    replied();
  });
  connection.serverHandshake({
    ...{ protocolVersion: 10, serverVersion: '10.11.6-MariaDB', connectionId: 1, statusFlags: 2 },
    ...{ characterSet: text.characterSet, capabilityFlags: capabilities },
    authCallback: (given: unknown, decide: (error: null, refusal?: object) => void) => {
      const { user, authToken, authPluginData1, authPluginData2 } = handshake.parse(given);
      const isRight = authToken.equals(tokenFor(password, Buffer.concat([authPluginData1, authPluginData2])));
      if (user === 'root' && isRight) decide(null);
      else decide(null, { code: denied, message: `Access denied for user '${user}'@'localhost'` });
      replied();
    },
  });
}

/** What somebody answers who knows the password, by `mysql_native_password`. */
function tokenFor(password: string, seed: Buffer): Buffer {
  const own = sha1(Buffer.from(password));
  const mask = sha1(seed, sha1(own));
  return Buffer.from(own.map((byte, index) => byte ^ (mask[index] ?? 0)));
}

function answer(connection: Connection, statement: string): void {
  const rows = rowsOf.get(statement);
  if (rows === undefined) {
    connection.writeError({ code: unknownStatement, message: `no look asks ${statement}` });
    return;
  }
  const names = Object.keys(rows[0] ?? { none: '' });
  const columns = names.map((name) => ({ ...column, name, orgName: name }));
  connection.writeTextResult([...rows], columns);
}
