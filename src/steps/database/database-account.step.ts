import { z } from 'zod';
import { localDatabaseOf, managerFacingItself } from '../../domain/local-database.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesFacing, membersWithRole } from '../../domain/members.js';
import { secretRef } from '../../domain/secret.js';
import { seenElsewhere } from '../../domain/seen-elsewhere.js';
import { ipAddress } from '../../domain/spec.js';
import { databaseContent } from '../../probes/database/database-content.js';
import { databaseLogin } from '../../probes/database/database-login.js';
import { databaseMarks } from '../../probes/database/database-marks.js';
import { userCredentials } from '../../probes/database/user-credentials.js';
import { userHosts } from '../../probes/database/user-hosts.js';
import { userPrivileges, type UserPrivilege } from '../../probes/database/user-privileges.js';
import { change, conflict, done } from '../decision.js';
import { discard } from '../discard.js';
import { hostStep, type Facts } from '../step.js';
import { claim, keepMark, markLost, ofAnother, ownMarkOf, removeMark, type Standing } from './database-mark.js';
import { sql } from './sql-change.js';

const input = z.strictObject({
  accountId: z.uuid(),
  name: z.string().min(1).max(64),
  user: z.string().min(1).max(32),
  password: secretRef,
  /** The client addresses that it may come from: to MySQL the same user from elsewhere is another user. */
  hosts: z.array(ipAddress).min(1),
  /** Whether the look itself comes from one of them, so that it can try the password. */
  loginCanBeTried: z.boolean(),
  /** The manager, where the server is its own: our login to it comes first. */
  ownOf: z.uuid().optional(),
  discard,
});
type Input = z.infer<typeof input>;

/** What an application may do in its own database; the right to pass it on is not part of it. */
const privileges = [
  ...['ALTER', 'ALTER ROUTINE', 'CREATE', 'CREATE ROUTINE', 'CREATE TEMPORARY TABLES', 'CREATE VIEW', 'DELETE', 'DROP'],
  ...['EVENT', 'EXECUTE', 'INDEX', 'INSERT', 'LOCK TABLES', 'REFERENCES', 'SELECT', 'SHOW VIEW', 'TRIGGER', 'UPDATE'],
] as const;
const grant = `GRANT ${privileges.join(', ')} ON ??.* TO ?@?`;

/** In a grant a database's name is a pattern. */
function patternOf(name: string): string {
  return name.replace(/[\\_%]/g, '\\$&');
}

function standing({ name, user }: Input, facts: Facts): Standing {
  return {
    marks: facts.read(databaseMarks(name, user)),
    content: facts.read(databaseContent(name)),
    present: facts.read(userHosts(user)),
  };
}

function elsewhere({ name }: Input, held: readonly UserPrivilege[]): UserPrivilege | undefined {
  return held.find(({ pattern }) => pattern !== patternOf(name) && pattern !== name);
}

function mayAll(wanted: Input, host: string, held: readonly UserPrivilege[]): boolean {
  const here = new Set(held.filter((entry) => entry.host === host).map(({ privilege }) => privilege));
  return privileges.every((privilege) => here.has(privilege)) && wanted.hosts.includes(host);
}

/**
 * Whose password is another. It can be tried from one address at most; from the others whoever has the same password as there has the
 * right one. Where it cannot be tried at all, one that differs from the others shows that some are wrong, and not which. Of users whose
 * passwords nobody can compare nothing is claimed.
 */
function otherPasswords(
  { user, password, loginCanBeTried }: Input,
  facts: Facts,
  there: readonly string[],
): readonly string[] {
  if (there.length === 0) return [];
  const credentials = new Map(facts.read(userCredentials(user)).map(({ host, sameAs }) => [host, sameAs]));
  const compared = there.filter((host) => (credentials.get(host) ?? null) !== null);
  if (!loginCanBeTried) return new Set(compared.map((host) => credentials.get(host))).size > 1 ? there : [];
  const { entered } = facts.read(databaseLogin(user, password));
  if (entered === null) return there;
  const right = credentials.get(entered) ?? null;
  return right === null ? [] : compared.filter((host) => credentials.get(host) !== right);
}

/** An address that the server sees us come from and that is none of those declared: from there the account's programs get in as little. */
function undeclaredSource({ user, password, hosts, loginCanBeTried }: Input, facts: Facts): string | undefined {
  const { cameFrom } = loginCanBeTried ? facts.read(databaseLogin(user, password)) : { cameFrom: null };
  const isDeclared =
    cameFrom === null || !ipAddress.safeParse(cameFrom).success || hosts.includes(canonicalAddress(cameFrom));
  return isDeclared ? undefined : cameFrom;
}

const declareNetwork =
  'have the hosts reach it from those (by their routes, or where addresses are translated between), or declare the network that the server is in, with the addresses that the hosts have there (not under topology PUBLIC)';
const makeAgain =
  '; or, where the server has an address in a declared network, register it at that one besides (registerDatabaseServer), add that to databaseServers (exportCluster, then applyCluster), and delete this account (deleteAccount, KEEP_DATA) and make it there, since its database holds nothing yet; what its home holds is kept';

/** A database that holds something cannot be taken along, so that its account is not made again; a manager's own server stays where it is. */
function unseen(
  { user, hosts, ownOf }: Input,
  source: string,
  content: Standing['content'],
): ReturnType<typeof conflict> {
  const ways =
    ownOf === undefined
      ? `${declareNetwork}${content === 'HOLDS_DATA' ? '' : makeAgain}`
      : `declare ${source} for the host that has it, in the network of the quorum address`;
  return conflict(seenElsewhere(user, source), `declared for this server are ${hosts.join(', ')}; ${ways}`);
}

/**
 * An account's database and its user, from the address of every host that serves the account. A server may serve others too,
 * through us or not: a mark on the server itself, the first to come and the last to go, tells what is this account's. Nothing
 * else is taken over, whatever it is called, and the ledger is not asked.
 */
export const databaseAccount = hostStep({
  kind: 'database.account',
  version: 2,
  phase: 'DATABASE',
  set: true,
  data: true,
  disruptive: false,
  disruptiveRemoval: true,
  input,
  demands: (spec) =>
    spec.databaseServers.flatMap((server) => {
      const { core, accounts } = spec;
      const members = membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => member);
      const own = server === localDatabaseOf(spec);
      const facing = members.flatMap((member) => addressesFacing(core, member, server.address));
      const hosts = [...new Set([...facing, ...(own ? managerFacingItself(spec) : [])])].sort();
      const loginCanBeTried = members.some(({ hostId }) => hostId === server.reachedThrough);
      return accounts.flatMap(({ accountId, database }) =>
        database?.server === server.databaseServerId && hosts.length > 0
          ? [
              {
                hostId: server.hostId,
                input: {
                  accountId,
                  name: database.name,
                  user: database.user,
                  password: database.password,
                  hosts,
                  loginCanBeTried,
                  ...(own && server.reachedThrough !== null ? { ownOf: server.reachedThrough } : {}),
                  discard: false,
                },
              },
            ]
          : [],
      );
    }),
  key: ({ name }) => name,
  needs: ({ ownOf }) => (ownOf === undefined ? [] : [{ hostId: ownOf, kind: 'database.login', key: 'local' }]),
  probes: ({ name, user, password, loginCanBeTried }) => [
    databaseMarks(name, user),
    databaseContent(name),
    userHosts(user),
    userPrivileges(user),
    userCredentials(user),
    ...(loginCanBeTried ? [databaseLogin(user, password)] : []),
  ],
  writes: ({ name, user }) => [databaseMarks(name, user), databaseContent(name), userHosts(user), userPrivileges(user)],
  settleSeconds: 5,
  decide: (wanted, facts) => {
    const { name, user, password, hosts } = wanted;
    const seen = standing(wanted, facts);
    const refusal = ofAnother(wanted, seen);
    if (refusal !== undefined) return refusal;
    const { content, present } = seen;
    const held = facts.read(userPrivileges(user));
    const beyond = elsewhere(wanted, held);
    if (beyond !== undefined) {
      return conflict(
        `user ${user} has rights elsewhere`,
        `${beyond.privilege} on ${beyond.pattern} from ${beyond.host}`,
      );
    }
    const missing = hosts.filter((host) => !present.includes(host));
    const surplus = present.filter((host) => !hosts.includes(host));
    const ungranted = hosts.filter((host) => !mayAll(wanted, host, held));
    const claims = claim(wanted, seen);
    const there = hosts.filter((host) => present.includes(host));
    const source = there.length === 0 ? undefined : undeclaredSource(wanted, facts);
    if (source !== undefined) return unseen(wanted, source, content);
    const reset = otherPasswords(wanted, facts, there);
    const known = missing.length === 0 && reset.length === 0;
    if (claims.length === 0 && content !== 'ABSENT' && known && surplus.length === 0 && ungranted.length === 0) {
      return done(`database ${name} with user ${user} for ${hosts.join(', ')}`);
    }
    return change(`make database ${name} and user ${user} for ${hosts.join(', ')}`, [
      ...claims,
      ...missing.map((host) => sql('CREATE USER IF NOT EXISTS ?@? IDENTIFIED BY ?', user, host, { secret: password })),
      ...reset.map((host) => sql('ALTER USER ?@? IDENTIFIED BY ?', user, host, { secret: password })),
      ...surplus.map((host) => sql('DROP USER IF EXISTS ?@?', user, host)),
      ...(content === 'ABSENT' ? [sql('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4', name)] : []),
      ...ungranted.map((host) => sql(grant, patternOf(name), user, host)),
    ]);
  },
  remove: (wanted, facts) => {
    const { name, user } = wanted;
    const seen = standing(wanted, facts);
    const { content } = seen;
    const mark = ownMarkOf(wanted, seen.marks);
    if (mark === undefined) {
      return markLost(wanted, wanted.discard, seen) ?? done(`nothing is left of database ${name} and user ${user}`);
    }
    const keep = content === 'HOLDS_DATA' && !wanted.discard;
    if (keep && mark.user === null) return done(`database ${name} is kept with what it holds`);
    // Without its user in the mark it was kept before; whoever has the user now is another.
    const present = mark.user === user ? seen.present : [];
    const beyond = present.length === 0 ? undefined : elsewhere(wanted, facts.read(userPrivileges(user)));
    if (beyond !== undefined)
      return conflict(`user ${user} has rights elsewhere`, `${beyond.privilege} on ${beyond.pattern}`);
    const drop = content !== 'ABSENT' && !keep;
    return change(`remove user ${user}${drop ? ` and database ${name}` : ''}`, [
      ...(drop ? [sql('DROP DATABASE IF EXISTS ??', name)] : []),
      ...present.map((host) => sql('DROP USER IF EXISTS ?@?', user, host)),
      keep ? keepMark(wanted) : removeMark(wanted),
    ]);
  },
});
