import { z } from 'zod';
import type { ClusterSpec, DatabaseServerSpec } from '../../domain/account-spec.js';
import { managerDutiesOf } from '../../domain/manager-duties.js';
import { managerOf, nodesOf, type PlacedMember } from '../../domain/members.js';
import { secretRef } from '../../domain/secret.js';
import { known, probeId, type StoredQuestion } from '../../probes/probe.js';
import { proofAgeSeconds } from '../proof-age.js';
import type { Proof } from '../proof.js';
import { defineTrial } from '../trial.js';

/** What became of a login. `unreachable`: no server answered; `refused`: it did, and said no. */
export interface DatabaseLogin {
  readonly is: 'in' | 'refused' | 'unreachable';
  /** What was said where there was no way in. */
  readonly said: string;
}

/** MySQL's own errors begin here; anything lower is of the way to the server. */
const firstServerError = 1000;

/** What came of a host's login to a database as its account's user. */
export function databaseLogin(server: string, user: string): StoredQuestion<DatabaseLogin> {
  return {
    id: probeId('proof.databaseLogin', [server, user]),
    maxAgeSeconds: proofAgeSeconds,
    parse: ({ exitCode, stderr }) => {
      if (exitCode === 0) return known({ is: 'in', said: '' });
      return known({ is: exitCode < firstServerError ? 'unreachable' : 'refused', said: stderr.trim() });
    },
  };
}

const logIn = defineTrial({
  kind: 'proof.database-login',
  version: 1,
  input: z.strictObject({
    server: z.uuid(),
    hostId: z.uuid(),
    name: z.string(),
    address: z.string(),
    port: z.int(),
    user: z.string(),
    database: z.string(),
    password: secretRef,
  }),
  does: ({ user, name, database }) =>
    `logs in to ${name} as ${user}, in database ${database}, and asks who it is there`,
  question: ({ user, password, database }) => ({
    ...{ via: 'sqlLogin', user, password, database },
    statement: 'SELECT CURRENT_USER() AS user',
  }),
  server: ({ hostId, name, address, port }) => ({ hostId, name, address, port }),
  fact: ({ server, user }) => databaseLogin(server, user),
  summary: ({ is, said }) => (is === 'in' ? 'the login succeeds' : `there is no way in: ${said}`),
});

/** The account that speaks for all of a server: the newest, whose grants nobody has used yet. */
export function accountOn(
  spec: ClusterSpec,
  { databaseServerId }: DatabaseServerSpec,
): ClusterSpec['accounts'][number] | undefined {
  return spec.accounts.findLast(({ database }) => database?.server === databaseServerId);
}

/** Whose sites may need their database: every node, and a manager that takes a share of what is served, or all of it. */
function servingSites(spec: ClusterSpec): readonly PlacedMember[] {
  const manager = managerOf(spec.core);
  const isServing = manager !== undefined && managerDutiesOf(spec).traffic.length > 0;
  return [...(isServing ? [manager] : []), ...nodesOf(spec.core)];
}

/** Every host that serves sites logs in to every database server, as the newest account that has a database there. */
export const databaseLoginProof: Proof = {
  kind: 'DATABASE_LOGIN',
  title: "Logins to an account's database",
  needsVantage: false,
  inDrafts: false,
  boundSeconds: 120,
  trials: [logIn],
  notApplicable: (spec) => {
    if (servingSites(spec).length === 0) return 'There is no node to log in from.';
    return spec.databaseServers.some((server) => accountOn(spec, server) !== undefined)
      ? null
      : 'No account has a database.';
  },
  acts: ({ spec }) =>
    spec.databaseServers.flatMap((server) => {
      const database = accountOn(spec, server)?.database;
      if (database == null) return [];
      const { databaseServerId, hostId, name, address, port } = server;
      const { user, password, name: schema } = database;
      const input = { server: databaseServerId, hostId, name, address, port, user, database: schema, password };
      return servingSites(spec).map(({ member }) => ({
        hostId: member.hostId,
        trial: logIn.typed(input),
        after: [],
      }));
    }),
};
