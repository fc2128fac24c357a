import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

const rows = z.array(z.object({ host: z.string() }));

/** The client addresses from which a MySQL user of this name exists, whatever it may do. */
export function userHosts(user: string): Probe<readonly string[]> {
  return {
    id: probeId('database.userHosts', [user]),
    question: {
      via: 'sql',
      statement: 'SELECT Host AS host FROM mysql.user WHERE User = ? ORDER BY Host',
      params: [user],
    },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('the query for users', answer);
      const read = parseJson(rows, answer.stdout);
      return read.known ? known(read.value.map(({ host }) => host)) : read;
    },
  };
}
