import type { ClusterSpec } from '../domain/account-spec.js';
import { stepRegistry } from '../steps/registry.js';
import type { HostStep } from '../steps/step.js';
import { fileServersOf } from '../domain/members.js';
import { difference } from './difference.js';
import { orderPlan } from './order-plan.js';
import type { LedgerRow, Plan } from './plan.js';
import { stepsFor } from './steps-for.js';

/** What separates the ledger from a value: the plan of every edit, of a retry and of what an absent host is owed. */
export function planChange(
  spec: ClusterSpec,
  ledger: readonly LedgerRow[],
  registry: readonly HostStep[] = stepRegistry,
): Plan {
  const demanded = stepsFor(spec, registry);
  return orderPlan(difference(ledger, demanded), demanded, ledger, fileServersOf(spec), registry);
}
