import type { Plan, PlannedStep, PlannedTask } from '../../../src/plan/plan.js';

/** A step that makes a directory, or removes it. */
export function directory(hostId: string, path: string, direction: 'MAKE' | 'REMOVE' = 'MAKE'): PlannedStep {
  const input = { host: hostId, path, mode: '0755', inside: null };
  return { kind: 'storage.directory', version: 1, key: path, direction, units: [{ key: path, input, planned: null }] };
}

/** A task that makes a directory; `needs` are the positions of others in the plan. */
export function making(hostId: string, path: string, ...needs: readonly number[]): PlannedTask {
  return { hostId, kind: 'STEPS', phase: 'STORAGE', steps: [directory(hostId, path)], needs };
}

export function planOf(...tasks: readonly PlannedTask[]): Plan {
  return { tasks };
}
