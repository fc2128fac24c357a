import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

const rows = z.array(z.object({ state: z.string() }));

/** MySQL's error for a table that does not exist: a server without group replication. */
const noSuchTable = 1146;

/** Whether a MySQL server belongs to a replication group. A member that is OFFLINE is none: every MySQL 8 lists itself so. */
export function groupReplication(): Probe<boolean> {
  return {
    id: probeId('database.groupReplication', []),
    question: {
      via: 'sql',
      statement: 'SELECT MEMBER_STATE AS state FROM performance_schema.replication_group_members',
      params: [],
    },
    maxAgeSeconds: 3_600,
    parse: (answer) => {
      if (answer.exitCode === noSuchTable) return known(false);
      if (answer.exitCode !== 0) return failedCommand('the query for replication groups', answer);
      const read = parseJson(rows, answer.stdout);
      return read.known ? known(read.value.some((row) => row.state !== 'OFFLINE' && row.state !== '')) : read;
    },
  };
}
