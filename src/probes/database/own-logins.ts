import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/** A user on the manager's own database server that bears our name, from one client address. */
export interface OwnLogin {
  readonly user: string;
  readonly host: string;
  /** Whether it may do and pass on everything that accounts need. */
  readonly mayAll: boolean;
}

const rights = [
  ...['Select', 'Insert', 'Update', 'Delete', 'Create', 'Drop', 'References', 'Index', 'Alter', 'Create_tmp_table'],
  ...['Lock_tables', 'Execute', 'Create_view', 'Show_view', 'Create_routine', 'Alter_routine', 'Event', 'Trigger'],
  ...['Create_user', 'Grant'],
].map((right) => `${right}_priv`);

/** Asked as root over the server's socket, for which no password is needed. */
const script = `mariadb --protocol=socket --batch --skip-column-names <<'SQL'
SELECT User, CONCAT(${rights.join(', ')}), Host FROM mysql.user WHERE User LIKE 'hostwright\\_%' ORDER BY User, Host;
SQL`;

const loginLine = /^(\S+)\t([YN]+)\t(.*)$/;

/** Our logins on the database server that runs on the host itself. */
export function ownLogins(): Probe<readonly OwnLogin[]> {
  return {
    id: probeId('database.ownLogins', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('mariadb', answer);
      const logins: OwnLogin[] = [];
      for (const line of answer.stdout.split('\n').filter((candidate) => candidate !== '')) {
        const [, user, held, host] = loginLine.exec(line) ?? [];
        if (user === undefined || held === undefined || host === undefined) {
          return unknown('the list of users is not understood');
        }
        logins.push({ user, host, mayAll: !held.includes('N') });
      }
      return known(logins);
    },
  };
}
