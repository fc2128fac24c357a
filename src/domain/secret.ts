import { inspect } from 'node:util';
import { z } from 'zod';

/** Points to one version of a stored secret; the only form in specs, plans, ledger and manifests. */
export const secretRef = z.strictObject({ secretId: z.uuid(), version: z.int().positive() });
export type SecretRef = z.infer<typeof secretRef>;

/** Shorter ones cannot be told from ordinary text, and so not be kept out of what programs print. In characters. */
export const shortestSecret = 6;

const REDACTED = '[redacted]';

/** A secret value in memory. Printing, logging or serialising it in any way gives `[redacted]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself; to be called only where it leaves for a host or is encrypted. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
