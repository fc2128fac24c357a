import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

export type DatabaseContent = 'ABSENT' | 'EMPTY' | 'HOLDS_DATA';

const statement = `SELECT (SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?) AS present,
(SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?)
+ (SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?) AS objects`;

const rows = z.array(z.object({ present: z.string(), objects: z.string() })).length(1);

/** Whether a database exists on a MySQL server and whether anything is in it: tables, views or routines. */
export function databaseContent(name: string): Probe<DatabaseContent> {
  return {
    id: probeId('database.content', [name]),
    question: { via: 'sql', statement, params: [name, name, name] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('the query for databases', answer);
      const read = parseJson(rows, answer.stdout);
      if (!read.known) return read;
      const [row] = read.value;
      if (row === undefined) return unknown('the server did not say whether the database exists');
      if (row.present === '0') return known('ABSENT');
      return known(row.objects === '0' ? 'EMPTY' : 'HOLDS_DATA');
    },
  };
}
