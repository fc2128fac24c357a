import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

const rows = z.array(z.object({ Variable_name: z.string(), Value: z.string() })).max(1);

/** Whether a MySQL server replicates with Galera. A server that does not know the variable does not. */
export function galera(): Probe<boolean> {
  return {
    id: probeId('database.galera', []),
    question: { via: 'sql', statement: `SHOW GLOBAL VARIABLES LIKE 'wsrep_on'`, params: [] },
    maxAgeSeconds: 3_600,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('the query for wsrep_on', answer);
      const read = parseJson(rows, answer.stdout);
      return read.known ? known(read.value.some((row) => row.Value.toUpperCase() === 'ON')) : read;
    },
  };
}
