import type { DoubtedHost, HostWay } from '../domain/host-way.js';

/** A try to reach a host that failed. */
export interface FailedTry {
  /** As the engine classes faults of hosts: TRANSIENT, BUSY, TRUST, AUTH, INVALID or a trouble of the host. */
  readonly faultClass: string;
  /** As it was recorded; names host and cause. */
  readonly message: string;
  readonly at: Date;
}

/** A host of which nothing can be known for one reason: it did not answer when it was last tried, or nobody has looked yet. */
export interface UnreachedHost extends HostWay {
  /** Address and port; null where it has none. */
  readonly where: string | null;
  /** The key that it showed and that nobody confirmed, without which nobody logs in. */
  readonly unconfirmedKey: string | null;
  /**
   * The host on the way to it that failed; left out where that is the host itself, null where that one answered since, or is none that
   * whoever is told of it may see.
   */
  readonly failing?: HostWay | null;
  /** The host itself or one on the way to it, whose key is in doubt; null where none is. */
  readonly doubted: DoubtedHost | null;
  /** Null where nobody has tried yet. */
  readonly lastTry: FailedTry | null;
}

/** Why nothing is known of it, as the rest of a sentence without its end. */
export function whyUnreached({ lastTry, unconfirmedKey }: UnreachedHost): string {
  if (lastTry !== null) return `the last try to reach it failed, at ${lastTry.at.toISOString()}: ${lastTry.message}`;
  return unconfirmedKey === null
    ? 'it has not been looked at yet'
    : 'it has not been looked at yet, as nobody has confirmed its key';
}
