import type { OperationEvent } from '../../../src/cli/client/operation-events.js';
import { ProgressLines } from '../../../src/cli/progress-lines.js';

const event = (kind: string, host: string | null, step?: string): OperationEvent => ({
  ...{ cursor: 'c', at: '2026-01-01T00:00:00Z', kind, host },
  data: step === undefined ? {} : { step, summary: 'it is so' },
});
const visit: readonly OperationEvent[] = [
  event('task.started', 'node1'),
  event('step.unchanged', 'node1', 'packages.install'),
  event('step.unchanged', 'manager', 'packages.install'),
  event('step.changed', 'node1', 'storage.mount'),
  event('step.unchanged', 'node1', 'network.address'),
  event('task.done', 'node1'),
  event('step.unchanged', 'manager', 'network.address'),
  event('operation.succeeded', null),
];

const linesOf = (everyStep: boolean, events: readonly OperationEvent[]): readonly string[] => {
  const lines = new ProgressLines(everyStep);
  return [...events.flatMap((one) => lines.of(one)), ...lines.rest()];
};

it('steps that changed nothing are counted for each task, before it ends', () => {
  expect(linesOf(false, visit)).toEqual([
    'node1 task.started',
    'node1 step.changed storage.mount: it is so',
    'node1 step.unchanged: 2 steps',
    'node1 task.done',
    'manager step.unchanged: 2 steps',
    'operation.succeeded',
  ]);
});

it('how far the operation is stands on the line of its event', () => {
  const lines = new ProgressLines(false);
  for (const one of visit.slice(0, 5)) lines.of(one);
  expect(lines.of(event('task.done', 'node1'), '3 of 12 tasks')).toEqual([
    'node1 step.unchanged: 2 steps',
    'node1 task.done, 3 of 12 tasks',
  ]);
});

it('what was counted is told where nothing more comes', () => {
  expect(linesOf(false, visit.slice(0, 2))).toEqual(['node1 task.started', 'node1 step.unchanged: 1 step']);
});

it('every step is told where that is asked for', () => {
  expect(linesOf(true, visit)).toHaveLength(visit.length);
  expect(linesOf(true, visit)[1]).toBe('node1 step.unchanged packages.install: it is so');
});

it('what was tried is told, though it changes nothing', () => {
  expect(linesOf(false, [event('step.unchanged', 'node1', 'proof.trial-mount')])).toEqual([
    'node1 step.unchanged proof.trial-mount: it is so',
  ]);
});
