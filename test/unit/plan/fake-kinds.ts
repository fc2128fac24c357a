import { z } from 'zod';
import { clusterSpec, type ClusterSpec } from '../../../src/domain/account-spec.js';
import { known, probeId, type Probe } from '../../../src/probes/probe.js';
import { done } from '../../../src/steps/decision.js';
import { hostStep, type HostStep } from '../../../src/steps/step.js';

/** What a fake step is told: everything that a planner can see of a real one. */
const fakeInput = z.object({
  host: z.string(),
  key: z.string(),
  content: z.string().default(''),
  needs: z.array(z.object({ hostId: z.string(), kind: z.string(), key: z.string() })).default([]),
  reads: z.array(z.string()).default([]),
  writes: z.array(z.string()).default([]),
});
export type FakeInput = z.infer<typeof fakeInput>;
export type FakeStep = z.input<typeof fakeInput> & { kind: string };

function probe(name: string): Probe<string> {
  return {
    id: probeId(name, []),
    question: { via: 'shell', script: 'true', args: [] },
    maxAgeSeconds: 60,
    parse: (answer) => known(answer.stdout),
  };
}

/** A kind that demands of any value what the test says; the value itself does not matter to the planner. */
export function fakeKind(
  kind: string,
  demands: readonly FakeStep[],
  options: { set?: boolean; alone?: boolean; version?: number } = {},
): HostStep {
  return hostStep<FakeInput>({
    kind,
    version: options.version ?? 1,
    phase: 'PREPARE',
    set: options.set ?? false,
    data: false,
    disruptive: false,
    alone: options.alone ?? false,
    input: fakeInput,
    demands: () =>
      demands.filter((step) => step.kind === kind).map((step) => ({ hostId: step.host, input: fakeInput.parse(step) })),
    key: (input) => input.key,
    needs: (input) => input.needs,
    probes: (input) => [...input.reads, ...input.writes].map(probe),
    writes: (input) => input.writes.map(probe),
    settleSeconds: 0,
    decide: () => done('as it should be'),
    remove: () => done('gone'),
  });
}

export const anySpec: ClusterSpec = clusterSpec.parse({
  core: {
    schema: 1,
    name: 'c',
    topology: 'PUBLIC',
    networks: [],
    members: [],
    quorumAddress: null,
    userStorage: { mode: 'MANAGER_LOCAL' },
    databaseServers: [],
    panel: null,
    quotasRequired: false,
  },
  accounts: [],
  databaseServers: [],
});
