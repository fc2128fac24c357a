/** Time as the program sees it. Leases and deadlines use the database's own clock instead. */
export interface Clock {
  now(): Date;
  /** Monotonic milliseconds for measuring how long something took. */
  monotonic(): number;
}
