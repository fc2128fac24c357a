import type { HostStep } from './step.js';

/** Every kind of step, in the order in which a cluster comes to life; a test fails when a step file is not listed here. */
export const stepRegistry: readonly HostStep[] = [];

const byKind = new Map(stepRegistry.map((step) => [step.kind, step]));

/** The step of a kind; an unknown one was written by newer code and parks its operation. */
export function stepOfKind(kind: string): HostStep | undefined {
  return byKind.get(kind);
}
