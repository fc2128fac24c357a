import type { Problem } from '../problem.js';
import { listed } from './listed.js';
import type { Named } from './named.js';
import { Once } from './once.js';

/** Accounts that share what each has for itself, and database servers that are not declared. */
export function accountProblems({
  accounts,
  databaseServers,
  localDatabase,
  members,
  quorumAddress,
}: Named): readonly Problem[] {
  const problems: Problem[] = [];
  const [servers, names, domains] = [new Once(problems), new Once(problems), new Once(problems)];
  const dedicated = new Once(problems);
  const services = members
    .filter(({ role }) => role === 'MANAGER')
    .flatMap(({ addresses }) => addresses.filter(({ purpose }) => purpose === 'SERVICE').map(({ address }) => address));
  const [databases, users] = [new Once(problems), new Once(problems)];
  databaseServers.forEach((name, index) =>
    servers.note(name, ['databaseServers', index], 'this server is named twice'),
  );
  accounts.forEach(({ name, domain, dedicatedAddress: own, database }, index) => {
    const path = ['accounts', index];
    names.note(name, [...path, 'name'], 'another account has this name');
    domains.note(domain, [...path, 'domain'], 'another account has this domain');
    const place = [...path, 'dedicatedAddress'];
    dedicated.note(own, place, 'another account has this address for itself');
    // That it is not the quorum address is a requirement, which a rule judges.
    if (own !== undefined && own !== quorumAddress && !services.includes(own)) {
      const message = `no service address of the manager; those are: ${listed(services)}`;
      problems.push({ path: place.map(String), message, saidBy: 'D-4' });
    }
    if (database == null) return;
    const { server, name: databaseName = name, user = name } = database;
    databases.note(`${server ?? ''} ${databaseName}`, [...path, 'database'], 'another account has this database');
    users.note(`${server ?? ''} ${user}`, [...path, 'database'], 'another account has this database user');
    const at = [...path, 'database', 'server'].map(String);
    if (server === undefined && !localDatabase) {
      problems.push({ path: at, message: 'there is no database on the manager; name one of databaseServers' });
    }
    if (server !== undefined && !databaseServers.includes(server)) {
      const message = `no database server ${server} is declared; declared: ${listed(databaseServers)}`;
      // The rule does not know what was written; where no server is declared, that says nothing more.
      const isNone = databaseServers.length === 0;
      problems.push({ path: at, message, ...(isNone ? { saidBy: 'R-DB-4' } : {}) });
    }
  });
  return problems;
}
