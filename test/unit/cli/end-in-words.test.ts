import { endInWords } from '../../../src/cli/client/end-in-words.js';
import type { Remedy } from '../../../src/cli/client/remedy.js';

const api = { url: 'http://127.0.0.1:4600/graphql', token: 'hw_secret', tokenInShell: '"$(cat \'token\')"' };
const ended = { state: 'CANCELLED', failure: null, rule: null, remedies: [], others: [], untold: 0 };
const nothing = { mutation: null, input: null, command: null, hostId: null };
const retry: Remedy = { ...nothing, title: 'Again', mutation: 'retryOperation', input: { operationId: 'T1' } };
const see = (host: string): Remedy => ({ ...nothing, title: `See to ${host}`, hostId: host });

it.each([
  ['a retry of what was left undone', true, /^CANCELLED: .* done by retryOperation$/],
  [
    'a new plan where nothing was done of the old one, which takes no retry',
    false,
    /^CANCELLED: .* ask for the plan again /,
  ],
])('the end of what was cancelled offers %s', (_, canRetry, words) => {
  const told = endInWords(api, { ...ended, canRetry });
  expect(told).toMatch(words);
  expect(told.includes('retryOperation')).toBe(canRetry);
});

it('what succeeded says no more', () => {
  expect(endInWords(api, { ...ended, state: 'SUCCEEDED', canRetry: false })).toBe('SUCCEEDED');
});

it('every failure is told with its rule, each way out once, and the retry of all last', () => {
  const others = [
    { message: 'node2: refused', rule: null, remedies: [see('node2')] },
    { message: 'node3 is not mounted.', rule: 'R-NODE-2', remedies: [see('node2')] },
  ];
  const told = endInWords(api, {
    ...{ state: 'FAILED', canRetry: true, failure: 'node1: away', rule: null, remedies: [see('node1'), retry] },
    ...{ others, untold: 3 },
  });
  expect(told.split('\n')).toEqual([
    'FAILED: node1: away',
    '  besides: node2: refused',
    '  besides: R-NODE-2: node3 is not mounted.',
    '  and 3 more: the tasks of the operation tell all',
    '  → See to node1',
    '  → See to node2',
    '  → Again:',
    expect.stringMatching(/^ {4}printf .* \| curl .*retryOperation/),
  ]);
  expect(told).not.toContain(api.token);
});

it('whoever asked for the plan by a command is told to run that again, and nothing of how the API is asked', () => {
  const advice = { ...nothing, title: 'Ask for the plan again (… validateOnly)' };
  const failed = { ...ended, state: 'FAILED', canRetry: false, failure: 'node1: away' };
  const told = endInWords(api, { ...failed, remedies: [see('node1'), advice] }, 'hostwright apply shop.yaml');
  expect(told).toMatch(/^ {2}→ See to node1$/m);
  expect(told).toMatch(/have it shown again:\n {4}hostwright apply shop\.yaml$/);
  const cancelled = endInWords(api, { ...ended, canRetry: false }, 'hostwright apply shop.yaml');
  for (const text of [told, cancelled]) expect(text).not.toContain('validateOnly');
});
