import type { Api } from './api.js';
import type { Foundation } from './foundation.js';
import type { HostwrightFunction } from './hostwright-function.js';

/** All that an installation consists of, for those who watch it. */
export interface Parts {
  readonly foundation: Foundation;
  readonly api: Api;
  readonly workers: {
    readonly runTask: HostwrightFunction;
    readonly deliverWebhook: HostwrightFunction;
    readonly sweep: HostwrightFunction;
    readonly sweepWebhooks: HostwrightFunction;
  };
}

/** Every function by what people call it. */
export function functionsOf({ api, workers }: Parts): Readonly<Record<string, HostwrightFunction>> {
  return {
    Requests: api.requests,
    Subscriptions: api.subscriptions,
    RunTask: workers.runTask,
    DeliverWebhook: workers.deliverWebhook,
    Sweep: workers.sweep,
    SweepWebhooks: workers.sweepWebhooks,
  };
}
