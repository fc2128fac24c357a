import type { ClusterSpec } from '../domain/account-spec.js';
import { stepRegistry } from '../steps/registry.js';
import type { HostStep } from '../steps/step.js';
import { fileServersOf } from '../domain/members.js';
import { difference } from './difference.js';
import { orderPlan } from './order-plan.js';
import type { LedgerRow, Plan } from './plan.js';
import { stepsFor } from './steps-for.js';

/** Every step of the value looks and decides again, whatever the ledger says; what the value no longer demands is removed. */
export function planRepair(
  spec: ClusterSpec,
  ledger: readonly LedgerRow[],
  registry: readonly HostStep[] = stepRegistry,
): Plan {
  const demanded = stepsFor(spec, registry);
  const { remove } = difference(ledger, demanded);
  return orderPlan({ make: [...demanded], remove }, demanded, ledger, fileServersOf(spec), registry);
}
