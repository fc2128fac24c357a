/**
 * Classes of failure on the way to a host; the retry policy depends on the class alone, never on a message.
 * TRANSIENT: refused, timed out, reset. BUSY: the host turned us away for now. TRUST: the host key is not the pinned one.
 * AUTH: key or sudo refused. INVALID: the host cannot do what is asked at all.
 */
export type HostFaultClass = 'TRANSIENT' | 'BUSY' | 'TRUST' | 'AUTH' | 'INVALID';

/** A host could not be reached or used. The message names host and cause and holds no secret. */
export class HostFault extends Error {
  readonly faultClass: HostFaultClass;

  constructor(faultClass: HostFaultClass, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HostFault';
    this.faultClass = faultClass;
  }
}
