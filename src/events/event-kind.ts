import { z } from 'zod';

/** A kind of event that endpoints can be told of. */
export interface EventKind {
  /** Part of the API, never renamed. */
  readonly name: string;
  /** When it is fired, as receivers read it. */
  readonly firedWhen: string;
  /** False while nothing in Hostwright causes it yet. */
  readonly sent: boolean;
  /** The whole body. */
  readonly body: z.ZodType;
  /** A body as it may come. */
  readonly sample: object;
}

/** Ties a kind to the schema of its data; the sample has to fit it. */
export function defineEventKind<Data extends z.ZodType<object>>(kind: {
  readonly name: string;
  readonly firedWhen: string;
  readonly sent: boolean;
  readonly data: Data;
  readonly sample: z.input<Data>;
}): EventKind {
  const { name, firedWhen, sent, data, sample } = kind;
  return {
    ...{ name, firedWhen, sent },
    body: z.object({ type: z.literal(name), timestamp: z.iso.datetime(), data }),
    sample: { type: name, timestamp: '2026-11-25T10:15:30.000Z', data: sample },
  };
}
