/** Follows an operation on the server's stream of events, and tells what happens in it. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ask, parsed, request, tokenFile, url } from './ask-api.js';
import { inWords, remedy, remedySelection, type KnownMachines } from './offered-remedies.js';
import { shellWord } from './shell-word.js';

/** The line that waits for an operation, but for its id. */
export const waiting = `npm run --silent hostwright -- wait --token-file ${shellWord(tokenFile)}`;
const failed = z.object({ message: z.string(), rule: z.string().nullable(), remedies: z.array(remedy) });
const ended = z.object({
  operation: z.object({
    state: z.string(),
    failure: failed.extend({ others: z.array(failed) }).nullable(),
  }),
});
const event = z.object({
  kind: z.string(),
  host: z.string().nullable(),
  data: z
    .object({
      ...{ step: z.string(), summary: z.string(), message: z.string(), until: z.string() },
      ...{ attempts: z.int(), mostAttempts: z.int(), nextAttemptAt: z.string(), remedies: z.array(remedy) },
    })
    .partial(),
});
const received = z.object({ data: z.object({ operationEvents: event }) });

/** What happens in an operation, on the server's stream of events, which ends with it. */
async function* eventsOf(id: string): AsyncGenerator<z.output<typeof event>> {
  const { headers, ...asked } = request('subscription($id: ID!) { operationEvents(id: $id) { kind host data } }', {
    id,
  });
  const reply = await fetch(`${url}/stream`, { ...asked, headers: { ...headers, accept: 'text/event-stream' } });
  let rest = '';
  for await (const text of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue;
      const { data } = received.safeParse(parsed(line.slice('data: '.length)));
      if (data !== undefined) yield data.data.operationEvents;
    }
  }
}

/**
 * Waits for an operation that does what is said; null is one that had nothing to do. What a host waits for is told once with what to do
 * about it, further tries of the same in a short line.
 */
export async function follow(
  operation: { readonly id: string } | null,
  purpose: string,
  machines: KnownMachines,
): Promise<void> {
  if (operation === null) return;
  const { id } = operation;
  console.log(`  operation ${id}: ${purpose}`);
  const query = `query($id: ID!) { operation(id: $id) {
    state failure { message rule ${remedySelection} others { message rule ${remedySelection} } } } }`;
  let end: z.output<typeof ended>['operation'];
  do {
    try {
      await tell(eventsOf(id), machines);
    } catch {
      // The stream broke: whether the operation has ended is asked, else it is taken up again.
    }
    end = (await ask(query, { id }, ended)).operation;
    if (end.state === 'SUCCEEDED') return;
    await pause(1_000);
  } while (['PENDING', 'RUNNING', 'UNWINDING'].includes(end.state));
  const { state, failure } = end;
  const said = ({ rule, message }: z.output<typeof failed>): string =>
    rule === null ? message : `${rule}: ${message}`;
  const others = failure?.others ?? [];
  const remedies = [failure, ...others].flatMap((one) => one?.remedies ?? []);
  throw new Error(
    [
      `The operation is ${state}${failure === null ? '' : `: ${said(failure)}`}`,
      ...others.map((other) => `  besides: ${said(other)}`),
      ...new Set(
        remedies.filter(({ mutation }) => mutation !== 'retryOperation').map((offered) => inWords(offered, machines)),
      ),
      `Mend that and run this again. What there is to do is told as requests to copy by:\n  ${waiting} ${id}`,
    ].join('\n'),
  );
}

async function tell(events: AsyncIterable<z.output<typeof event>>, machines: KnownMachines): Promise<void> {
  const said = new Map<string | null, string | undefined>();
  const meanwhile = (remedies: readonly z.output<typeof remedy>[]): void => {
    for (const offered of remedies) console.log(`  ${inWords(offered, machines, 'end this script by Ctrl-C, ')}`);
  };
  // What there is to do about what failed is told at the end, or here once another host keeps the end away.
  let failed: readonly z.output<typeof remedy>[] = [];
  for await (const { kind, host, data } of events) {
    const { step, summary, message = '', attempts, nextAttemptAt, until, mostAttempts, remedies = [] } = data;
    if (kind === 'task.failed') failed = [...failed, ...remedies];
    if (kind !== 'task.waiting') console.log(`  ${[host, kind, step, summary ?? message].filter(Boolean).join(' ')}`);
    else if (said.get(host) === message)
      console.log(`  ${host ?? ''} waits, tried ${attempts ?? 0} times, next try at ${nextAttemptAt ?? ''}`);
    else {
      const why = message.startsWith(`${host ?? ''}: `) ? message.slice(`${host ?? ''}: `.length) : message;
      const last = until === undefined ? `${mostAttempts ?? 0} times` : `until ${until}`;
      console.log(`  ${host ?? ''} waits: ${why}; it is tried ${last}`);
      if (until !== undefined) meanwhile(remedies);
    }
    if (kind !== 'task.waiting') continue;
    said.set(host, message);
    if (until === undefined) continue;
    meanwhile(failed);
    failed = [];
  }
}
