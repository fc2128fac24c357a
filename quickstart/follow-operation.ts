import { z } from 'zod';
import type { ApiClient } from './api-client.js';
import { isBrokenLink } from './broken-link.js';

const event = z.object({
  cursor: z.string(),
  kind: z.string(),
  at: z.string(),
  host: z.string().nullable(),
  data: z.looseObject({
    step: z.string().optional(),
    key: z.string().nullish(),
    summary: z.string().optional(),
    message: z.string().optional(),
  }),
});
export type OperationEvent = z.infer<typeof event>;

const next = z.object({
  data: z.object({ operationEvents: event }).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});
const ended = z.object({
  operation: z.object({ state: z.string(), failure: z.object({ message: z.string() }).nullable() }),
});

const document = `subscription Follow($id: ID!, $after: String) {
  operationEvents(id: $id, after: $after) { cursor kind at host data }
}`;
const longestMs = 600_000;

/** States that an operation leaves only when somebody asks for it. */
const finalStates: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'PARKED', 'STUCK']);

/**
 * Prints the events of an operation as they come, over server-sent events, and resolves when it succeeded. A stream that
 * breaks, as when the server restarts, is taken up again behind the last event seen.
 * @throws OperationFailed when it ended in any other way, with its state and what it says of its failure
 */
export async function followOperation(
  client: () => ApiClient,
  id: string,
  heard: (event: OperationEvent) => void,
): Promise<void> {
  const deadline = AbortSignal.timeout(longestMs);
  let after: string | null = null;
  for (;;) {
    try {
      for await (const happened of stream(client(), { id, after }, deadline)) {
        after = happened.cursor;
        heard(happened);
      }
      const { operation } = await client().request(
        'query End($id: ID!) { operation(id: $id) { state failure { message } } }',
        { id },
        ended,
      );
      if (operation.state === 'SUCCEEDED') return;
      if (finalStates.has(operation.state)) {
        throw new OperationFailed(
          `the operation is ${operation.state}: ${operation.failure?.message ?? 'no failure told'}`,
        );
      }
    } catch (error) {
      if (!isBrokenLink(error) || deadline.aborted) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
}

async function* stream(
  { url, token }: ApiClient,
  variables: { readonly id: string; readonly after: string | null },
  signal: AbortSignal,
): AsyncGenerator<OperationEvent, void> {
  const reply = await fetch(`${url}/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: document, variables }),
    signal,
  });
  if (!reply.ok || reply.body === null) throw new Error(`the stream of events answers ${reply.status}`);
  let buffer = '';
  for await (const text of reply.body.pipeThrough(new TextDecoderStream())) {
    buffer += text;
    for (let end = buffer.indexOf('\n\n'); end !== -1; end = buffer.indexOf('\n\n')) {
      const lines = buffer.slice(0, end).split('\n');
      buffer = buffer.slice(end + 2);
      const field = (name: string): string | undefined =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      if (field('event') === 'complete') return;
      const data = field('data');
      if (field('event') !== 'next' || data === undefined) continue;
      const message = next.parse(JSON.parse(data));
      if (message.errors !== undefined) throw new Error(message.errors.map((error) => error.message).join('; '));
      if (message.data != null) yield message.data.operationEvents;
    }
  }
}
