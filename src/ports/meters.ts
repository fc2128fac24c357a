import type { HostFaultClass } from './host-fault.js';

/** How a request ended: ANSWERED in full, REFUSED with errors that the caller can mend, FAILED by a fault of ours. */
export type RequestEnd = 'ANSWERED' | 'REFUSED' | 'FAILED';

/** What kind of operation of GraphQL a request held; INVALID where none was found in it. */
export type RequestKind = 'QUERY' | 'MUTATION' | 'SUBSCRIPTION' | 'INVALID';

/** One try to carry out a task. Kind and outcome are words of short fixed lists, never something that a tenant wrote. */
export interface VisitEnd {
  readonly kind: string;
  /** RECORDED, HANDED_BACK, or the class of the fault that ended it. */
  readonly outcome: string;
  readonly seconds: number;
  readonly roundTrips: number;
}

/** Counts what this process does, for whoever operates it. Nothing of a tenant's is told: no name, no id. */
export interface Meters {
  requestEnded(kind: RequestKind, end: RequestEnd, seconds: number): void;
  visitEnded(visit: VisitEnd): void;
  /** A connection to a host was tried: null where it was opened, otherwise why it was not. */
  connectTried(fault: HostFaultClass | null): void;
  /** A lease ran out under its worker, and its task was taken over. */
  leaseLost(): void;
  webhookTried(outcome: 'DELIVERED' | 'FAILED' | 'GONE', seconds: number): void;
}

/** For processes that nobody asks for figures. */
export const noMeters: Meters = {
  requestEnded: () => undefined,
  visitEnded: () => undefined,
  connectTried: () => undefined,
  leaseLost: () => undefined,
  webhookTried: () => undefined,
};
