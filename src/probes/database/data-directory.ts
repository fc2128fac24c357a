import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

const rows = z.array(z.object({ data_directory: z.string() })).max(1);

/** Where a MySQL server keeps its databases on its host: an absolute path without a slash at the end. */
export function dataDirectory(): Probe<string> {
  return {
    id: probeId('database.dataDirectory', []),
    question: { via: 'sql', statement: 'SELECT @@GLOBAL.datadir AS data_directory', params: [] },
    maxAgeSeconds: 3_600,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('the query for datadir', answer);
      const read = parseJson(rows, answer.stdout);
      if (!read.known) return read;
      const path = read.value[0]?.data_directory.replace(/(.)\/+$/, '$1');
      return path === undefined || path === '' ? unknown('the server named no data directory') : known(path);
    },
  };
}
