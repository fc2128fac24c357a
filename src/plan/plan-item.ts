import type { HostStep, StepUnit } from '../steps/step.js';

/** One difference on one host before it is put into a task. */
export interface PlanItem {
  readonly hostId: string;
  readonly step: HostStep;
  readonly unit: StepUnit;
  readonly direction: 'MAKE' | 'REMOVE';
}

/** Items in an order that honours every wait; `after[i]` are the positions, all smaller than i, that item i waits for. */
export interface OrderedItems {
  readonly items: readonly PlanItem[];
  readonly after: readonly (readonly number[])[];
}
