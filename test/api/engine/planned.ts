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

/** A task of these steps, with nothing to wait for. */
export function taskOf(hostId: string, ...planned: readonly PlannedStep[]): PlannedTask {
  return { hostId, kind: 'STEPS', phase: 'STORAGE', steps: planned, needs: [] };
}

/** A step with an account for each name. */
export function accounts(...names: readonly string[]): PlannedStep {
  const units = names.map((name, index) => {
    const id = 20_000 + index;
    return { key: name, input: { accountId: crypto.randomUUID(), name, uid: id, gid: id }, planned: null };
  });
  return { kind: 'account.unix', version: 1, key: '3f', direction: 'MAKE', units };
}

/** A task with the trial of a proof; `needs` are the positions of others in the plan. */
export function trying(hostId: string, ...needs: readonly number[]): PlannedTask {
  const units = [{ key: 'TRIAL_MOUNT', input: { source: '10.0.0.1:/chroot', nonce: 'abc' }, planned: null }];
  const step = { kind: 'proof.trial-mount', version: 1, key: 'TRIAL_MOUNT', direction: 'MAKE', units } as const;
  return { hostId, kind: 'PROOF', phase: 'SERVICES', steps: [step], needs };
}

/** Goes on by itself once it has begun. */
export function installingAll(...packages: readonly string[]): PlannedStep {
  const units = [{ key: 'cluster', input: { purpose: 'cluster', packages }, planned: null }];
  return { kind: 'packages.installed', version: 1, key: 'cluster', direction: 'MAKE', units };
}
