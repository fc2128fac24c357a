import { z } from 'zod';
import type { PassedOn } from './sqs-server.js';

const batch = z.looseObject({ Entries: z.array(z.looseObject({ Id: z.string(), MessageBody: z.string() })) });

/** In seconds; those that come next in a list are far from each other. */
const delays = [2, 0, 3, 1, 4];

/** Every message is sent twice, the copy in the reverse order, and each is held back for a while of its own. */
export class Unruliness {
  /** Messages that were given, each of which was sent twice. */
  messages = 0;
  #turn = 0;

  async send(asked: unknown, pass: (batch: object) => Promise<PassedOn>): Promise<PassedOn> {
    const { Entries, ...rest } = batch.parse(asked);
    this.messages += Entries.length;
    const late = (entries: typeof Entries): object => ({
      ...rest,
      Entries: entries.map((entry) => ({ ...entry, DelaySeconds: this.#delay() })),
    });
    await pass(late([...Entries].reverse()));
    return pass(late(Entries));
  }

  #delay(): number {
    this.#turn += 1;
    return delays[this.#turn % delays.length] ?? 0;
  }
}
