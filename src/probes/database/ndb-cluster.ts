import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

const rows = z.array(z.object({ support: z.string() })).max(1);

/** Whether a MySQL server is part of an NDB cluster. A server that lists the engine without serving it is not. */
export function ndbCluster(): Probe<boolean> {
  return {
    id: probeId('database.ndbCluster', []),
    question: {
      via: 'sql',
      statement: `SELECT SUPPORT AS support FROM information_schema.ENGINES WHERE ENGINE = 'ndbcluster'`,
      params: [],
    },
    maxAgeSeconds: 3_600,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('the query for engines', answer);
      const read = parseJson(rows, answer.stdout);
      return read.known ? known(read.value.some((row) => ['YES', 'DEFAULT'].includes(row.support))) : read;
    },
  };
}
