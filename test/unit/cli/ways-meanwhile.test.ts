import type { OperationEvent } from '../../../src/cli/client/operation-events.js';
import type { Remedy } from '../../../src/cli/client/remedy.js';
import { WaysMeanwhile } from '../../../src/cli/client/ways-meanwhile.js';

const api = {
  url: 'http://127.0.0.1:4600/graphql',
  token: 'hw_x',
  tokenInShell: '"$HOSTWRIGHT_TOKEN"',
  optionsInShell: '',
};
const command = (title: string, line: string): Remedy => ({
  title,
  mutation: null,
  input: null,
  command: line,
  hostId: null,
});
const letIn = command('Let us in on node1', 'install-the-key');
const look = command('See that node2 runs', 'ping node2');
const until = '2026-01-31T12:30:00Z';

function event(kind: string, host: string, remedies: readonly Remedy[], last?: string): OperationEvent {
  return {
    cursor: 'x',
    kind,
    host,
    at: '2026-01-31T12:00:00Z',
    data: { remedies: [...remedies], ...(last === undefined ? {} : { until: last }) },
  };
}

it('tells what mends a host that failed once another one keeps the operation from its end, and once', () => {
  const ways = new WaysMeanwhile(api, 'T1');
  expect(ways.of(event('task.waiting', 'node2', [look], until)).join('\n')).toMatch(
    /See that node2 runs[^]*ping node2[^]*Ctrl-C ends no more than this waiting/,
  );
  expect(ways.of(event('task.failed', 'node1', [letIn]))).toEqual(['  → Let us in on node1']);
  const again = ways.of(event('task.waiting', 'node2', [look], until)).join('\n');
  expect(again).toMatch(/Let us in on node1[^]*install-the-key/);
  expect(again).not.toMatch(/ping node2|Ctrl-C/);
  expect(ways.of(event('task.waiting', 'node2', [look], until))).toEqual([]);
});

it('tells of what is tried a few times only the title, since the end comes soon', () => {
  const ways = new WaysMeanwhile(api, 'T1');
  expect(ways.of(event('task.failed', 'node1', [letIn]))).toEqual(['  → Let us in on node1']);
  expect(ways.of(event('task.waiting', 'node2', [look]))).toEqual(['  → See that node2 runs']);
  expect(ways.of(event('task.waiting', 'node2', [look]))).toEqual([]);
  expect(ways.of(event('step.succeeded', 'node2', []))).toEqual([]);
});
