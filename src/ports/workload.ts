/** What all processes on one database have before them and behind them, counted over all tenants. */
export interface Workload {
  /** How many operations ended, ever. */
  readonly ended: readonly { readonly kind: string; readonly outcome: string; readonly count: number }[];
  /** How many have not ended. */
  readonly unfinished: readonly { readonly kind: string; readonly state: string; readonly count: number }[];
  /** Operations that do not come to an end by themselves. */
  readonly stuck: number;
  /** Tasks that could be carried out now, and for how many seconds the first of them could be. */
  readonly dueTasks: number;
  readonly oldestDueTaskSeconds: number;
  /** Messages for webhooks that could be sent now, and for how many seconds the first of them could be. */
  readonly dueDeliveries: number;
  readonly oldestDueDeliverySeconds: number;
  readonly hosts: readonly { readonly state: string; readonly count: number }[];
}
