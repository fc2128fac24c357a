import { userTables } from '../../probes/accounts/user-tables.js';
import { fakeQuestion } from './question.js';

export const userTablesQuestion = fakeQuestion(userTables(), ({ users: { users, groups } }) => {
  const passwd = users.map(({ name, uid, gid, comment, home, shell }) => [name, 'x', uid, gid, comment, home, shell]);
  const group = groups.map(({ name, gid, members }) => [name, 'x', gid, members.join(',')]);
  const lines = (table: readonly (readonly (string | number)[])[]): string =>
    table.map((fields) => `${fields.join(':')}\n`).join('');
  return `${lines(passwd)}%\n${lines(group)}%\n`;
});
