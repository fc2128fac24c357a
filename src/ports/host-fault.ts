/**
 * Classes of failure on the way to a host; the retry policy depends on the class alone, never on a message.
 * TRANSIENT: refused, timed out, reset. BUSY: the host turned us away for now. TRUST: the host key is not the pinned one.
 * AUTH: key or sudo refused. INVALID: the host cannot do what is asked at all.
 */
export type HostFaultClass = 'TRANSIENT' | 'BUSY' | 'TRUST' | 'AUTH' | 'INVALID';

/** A host could not be reached or used. The message names host and cause and holds no secret. */
export class HostFault extends Error {
  readonly faultClass: HostFaultClass;
  /** The host whose fault it is, where that may be one on the way; undefined where it is the one that was asked for. */
  readonly hostId: string | undefined;

  constructor(faultClass: HostFaultClass, message: string, options?: ErrorOptions & { readonly hostId?: string }) {
    super(message, options);
    this.name = 'HostFault';
    this.faultClass = faultClass;
    this.hostId = options?.hostId;
  }
}
