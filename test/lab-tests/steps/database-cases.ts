import type { KindCase } from './kind-case.js';
import type { LabCluster } from './lab-cluster.js';

const name = 'shop_1';
const user = 'shop1';

function byHand(sql: string): string {
  return `mariadb <<'SQL'\n${sql}\nSQL`;
}

export function databaseCases(cluster: LabCluster): readonly KindCase[] {
  const manager = cluster.lab.host('manager').privateAddress ?? '';
  const node = cluster.lab.host('node1').privateAddress ?? '';
  const password = cluster.keep("first'pass\\word?");
  const input = { name, user, password, hosts: [manager, node], loginCanBeTried: true, discard: false };
  const users = `'${user}'@'${manager}', '${user}'@'${node}'`;
  return [
    {
      kind: 'database.account',
      host: 'db1',
      input,
      otherInput: { ...input, hosts: [manager, '10.9.9.9'], password: cluster.keep('second "password"', password) },
      before: [],
      breakages: [
        { what: 'the database is gone', script: byHand(`DROP DATABASE ${name}`), says: 'CHANGED' },
        {
          what: 'the users are gone with it',
          script: byHand(`DROP DATABASE ${name}; DROP USER ${users}`),
          says: 'CHANGED',
        },
        { what: 'one of the users is gone', script: byHand(`DROP USER '${user}'@'${node}'`), says: 'CHANGED' },
        { what: 'it may come from elsewhere too', script: byHand(`CREATE USER '${user}'@'%'`), says: 'CHANGED' },
        {
          what: 'it lacks a right',
          script: byHand(`REVOKE DROP ON \`shop\\_1\`.* FROM '${user}'@'${node}'`),
          says: 'CHANGED',
        },
        {
          what: 'its password is another',
          script: byHand(`SET PASSWORD FOR '${user}'@'${manager}' = PASSWORD('x')`),
          says: 'CHANGED',
        },
        {
          what: 'its password is another where we cannot try it',
          script: byHand(
            `SET PASSWORD FOR '${user}'@'${manager}' = PASSWORD('x'); SET PASSWORD FOR '${user}'@'${node}' = PASSWORD('x')`,
          ),
          says: 'CHANGED',
        },
        {
          what: 'it has rights in another database',
          script: byHand(`GRANT SELECT ON mysql.* TO '${user}'@'${node}'`),
          says: /rights elsewhere.*SELECT on mysql/,
          mend: byHand(`REVOKE SELECT ON mysql.* FROM '${user}'@'${node}'`),
        },
        {
          what: 'it has rights everywhere',
          script: byHand(`GRANT PROCESS ON *.* TO '${user}'@'${node}'`),
          says: /rights elsewhere.*PROCESS/,
          mend: byHand(`REVOKE PROCESS ON *.* FROM '${user}'@'${node}'`),
        },
        {
          what: 'the database is of somebody else',
          script: byHand(`DROP USER ${users}`),
          says: /there without its user/,
          mend: byHand(`DROP DATABASE ${name}`),
        },
      ],
    },
  ];
}
