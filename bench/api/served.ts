import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { MadeHere } from '../../src/made-here.js';

/** A server that answers, how each kind of request is put to it, and where its process is. */
export interface Served {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: Readonly<Record<Kind, string>>;
}

export const kinds = ['list', 'small', 'mutation'] as const;
export type Kind = (typeof kinds)[number];

const folder = join(__dirname, '..', 'rivals');
const port = z.object({ port: z.int() });

/** Starts one of the others, a process of its own, on the same PostgreSQL. */
export async function startRival(
  made: MadeHere,
  script: string,
  database: object,
): Promise<[pid: number, url: string]> {
  return made.once(
    async () => {
      const given = JSON.stringify({ database });
      const child = spawn(process.execPath, [join(folder, script), given], {
        ...{ cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
        env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
      });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4_000)));
      const ended = once(child, 'close').then(() => {
        throw new Error(`${script} ended: ${said}`);
      });
      const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
      const told = port.parse(JSON.parse(await Promise.race([line, ended])));
      ended.catch(() => undefined);
      return [child.pid ?? 0, `http://127.0.0.1:${told.port}/graphql`];
    },
    async ([pid]) => {
      process.kill(pid, 'SIGKILL');
    },
  );
}
