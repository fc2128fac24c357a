import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processCpu } from '../measure/process-cpu.js';
import { residentMegabytes } from '../measure/memory.js';
import { runCommand } from '../measure/run-command.js';
import type { Figures } from '../report/bench-result.js';
import type { Kind, Served } from './served.js';

const connections = 32;

/** What wrk sends; a key that stands in a request is another one each time. */
function script({ headers, bodies }: Served, kind: Kind): string {
  const begin = `wrk.method = "POST"\n${Object.entries(headers)
    .map(([name, value]) => `wrk.headers["${name}"] = "${value}"\n`)
    .join('')}`;
  const [before = '', after] = bodies[kind].split('KEY');
  const long = (text: string): string => `[==[${text}]==]`;
  if (after === undefined) return `${begin}wrk.body = ${long(before)}\n`;
  const key = `"${Date.now()}-" .. count`;
  return `${begin}local count = 0
request = function()
  count = count + 1
  return wrk.format(nil, nil, nil, ${long(before)} .. ${key} .. ${long(after)})
end
`;
}

/** As many requests as a server answers in some seconds, and what each costs it and its database. */
export async function load(server: Served, kind: Kind, seconds: number, databasePid: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'hw-bench-load-'));
  try {
    const file = join(folder, 'request.lua');
    writeFileSync(file, script(server, kind), { mode: 0o600 });
    const run = (duration: number): Promise<string> =>
      runCommand(['wrk', '-t1', `-c${connections}`, `-d${duration}s`, '--timeout', '30s', '-s', file, server.url]);
    await run(1);
    const before = { server: processCpu(server.pid), database: processCpu(databasePid) };
    const said = await run(seconds);
    const after = { server: processCpu(server.pid), database: processCpu(databasePid) };
    const [, count] = /^\s*(\d+) requests in/m.exec(said) ?? [];
    const [, rate] = /^Requests\/sec:\s+([\d.]+)$/m.exec(said) ?? [];
    if (count === undefined || rate === undefined || /Non-2xx|Socket errors/.test(said))
      throw new Error(`${server.name}, ${kind}: ${said}`);
    return {
      requestsPerSecond: Number(rate),
      serverCpuSeconds: (after.server - before.server) / Number(count),
      databaseCpuSeconds: (after.database - before.database) / Number(count),
      peakMegabytes: residentMegabytes(server.pid),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
