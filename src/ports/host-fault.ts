import type { HostTrouble } from '../domain/host-trouble.js';
import type { OfferedKey } from '../domain/host-way.js';

/**
 * Classes of failure on the way to a host; the retry policy depends on the class alone, never on a message.
 * TRANSIENT: refused, timed out, reset. BUSY: the host turned us away for now. TRUST: the host key is not the pinned one.
 * AUTH: key or sudo refused. INVALID: the host cannot do what is asked at all. A trouble: it answers, and its own state keeps it
 * from doing that.
 */
export type HostFaultClass = 'TRANSIENT' | 'BUSY' | 'TRUST' | 'AUTH' | 'INVALID' | HostTrouble;

/** A host could not be reached or used. The message names host and cause and holds no secret. */
export class HostFault extends Error {
  readonly faultClass: HostFaultClass;
  /** The host whose fault it is, where that may be one on the way; undefined where it is the one that was asked for. */
  readonly hostId: string | undefined;
  /** The key that the host offered in the place of the pinned one; undefined where it offered none. */
  readonly offeredKey: OfferedKey | undefined;

  constructor(
    faultClass: HostFaultClass,
    message: string,
    options?: ErrorOptions & { readonly hostId?: string; readonly offeredKey?: OfferedKey },
  ) {
    super(message, options);
    this.name = 'HostFault';
    this.faultClass = faultClass;
    this.hostId = options?.hostId;
    this.offeredKey = options?.offeredKey;
  }

  /** The same, of a host on the way, unless it is known already whose fault it is. */
  ofHop(hopId: string): HostFault {
    if (this.hostId !== undefined) return this;
    return new HostFault(this.faultClass, this.message, { cause: this, hostId: hopId });
  }
}
