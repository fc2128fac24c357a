import { z } from 'zod';
import { ApiRefusal, dataOf, refuseWrongProtocol, type Api } from './ask.js';
import { parsePrintable } from './parse-printable.js';
import { remedy } from './remedy.js';

const event = z.object({
  cursor: z.string(),
  kind: z.string(),
  at: z.string(),
  host: z.string().nullable(),
  data: z.looseObject({
    step: z.string().optional(),
    key: z.string().nullish(),
    /** The key as people call it; former versions of the server do not tell it. */
    subject: z.string().nullish(),
    /** The rule that is violated, where an operation failed for one. */
    rule: z.string().nullish(),
    summary: z.string().optional(),
    message: z.string().optional(),
    attempts: z.int().optional(),
    nextAttemptAt: z.string().nullish(),
    /** Until when, or how often at most, it is tried. */
    until: z.string().nullish(),
    mostAttempts: z.int().optional(),
    remedies: z.array(remedy).optional(),
  }),
});
export type OperationEvent = z.infer<typeof event>;

const next = z.object({
  data: z.object({ operationEvents: event }).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

const document = `subscription Follow($id: ID!, $after: String) {
  operationEvents(id: $id, after: $after) { cursor kind at host data }
}`;

/**
 * The events of an operation behind a cursor, as they come, over server-sent events; ends with the operation, or where the
 * stream breaks off.
 * @param opened told once the server has begun to answer
 * @throws ApiRefusal
 * @throws what `isBrokenLink` knows where the server could not be reached
 */
export async function* operationEvents(
  { url, token }: Api,
  variables: { readonly id: string; readonly after: string | null },
  signal: AbortSignal,
  opened: () => void,
): AsyncGenerator<OperationEvent, void> {
  const reply = await fetch(`${url}/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: document, variables }),
    signal,
  }).catch((error: unknown) => {
    refuseWrongProtocol(url, error);
    throw error;
  });
  if (!reply.ok || reply.body === null) {
    dataOf(url, reply.status, await reply.text());
    throw new ApiRefusal(`the stream of events answers ${reply.status}`);
  }
  opened();
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
      const message = next.parse(parsePrintable(data));
      if (message.errors !== undefined) throw new ApiRefusal(message.errors.map((error) => error.message).join('; '));
      if (message.data != null) yield message.data.operationEvents;
    }
  }
}
