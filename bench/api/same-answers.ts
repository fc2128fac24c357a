import { z } from 'zod';
import type { Kind, Served } from './served.js';

const answer = z.object({ data: z.record(z.string(), z.unknown()), errors: z.undefined().optional() });
const record = z.record(z.string(), z.unknown());

/** One request. @throws Error with the answer, where it is a failure */
export async function ask(
  { name, url, headers, bodies }: Served,
  kind: Kind,
): Promise<Readonly<Record<string, unknown>>> {
  const body = bodies[kind].replace('KEY', `${kind}-${Date.now()}`);
  const reply = await fetch(url, { method: 'POST', headers, body });
  const text = await reply.text();
  const parsed = answer.safeParse(reply.ok ? JSON.parse(text) : undefined);
  if (!parsed.success) throw new Error(`${name}, ${kind}: ${reply.status} ${text.slice(0, 1_000)}`);
  return parsed.data.data;
}

/** What an answer says, however its lists and its storage are wrapped. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  const read = record.safeParse(value);
  if (!read.success) return value;
  const { nodes, userStorage, ...rest } = read.data;
  if (nodes !== undefined) return said(nodes);
  const storage = record.safeParse(userStorage);
  const { mode, exportPath } = storage.success ? storage.data : {};
  const flat = {
    ...rest,
    ...(mode === undefined ? {} : { storageMode: mode }),
    ...(exportPath === undefined ? {} : { storagePath: exportPath }),
  };
  return Object.fromEntries(
    Object.entries(flat)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([key, inner]) => [key, said(inner)]),
  );
}

/** @throws Error where two servers do not say the same */
export async function refuseOtherAnswers(servers: readonly Served[]): Promise<void> {
  for (const kind of ['list', 'small'] as const) {
    const seen = new Map<string, string>();
    for (const server of servers) {
      const [content] = Object.values(await ask(server, kind));
      seen.set(JSON.stringify(said(content)), server.name);
    }
    if (seen.size > 1)
      throw new Error(`${kind}: ${[...seen].map(([text, name]) => `${name}: ${text.slice(0, 600)}`).join('\n')}`);
    const [text = ''] = seen.keys();
    if (text.length < 40) throw new Error(`${kind}: nobody says anything: ${text}`);
  }
  for (const server of servers) await ask(server, 'mutation');
}
