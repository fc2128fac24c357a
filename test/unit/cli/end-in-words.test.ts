import { endInWords } from '../../../src/cli/client/end-in-words.js';

const ended = { state: 'CANCELLED', failure: null, remedies: [] };

it.each([
  ['a retry of what was left undone', true, /^CANCELLED: .* done by retryOperation$/],
  [
    'a new plan where nothing was done of the old one, which takes no retry',
    false,
    /^CANCELLED: .* ask for the plan again /,
  ],
])('the end of what was cancelled offers %s', (_, canRetry, words) => {
  const told = endInWords({ ...ended, canRetry });
  expect(told).toMatch(words);
  expect(told.includes('retryOperation')).toBe(canRetry);
});

it('what succeeded says no more', () => {
  expect(endInWords({ ...ended, state: 'SUCCEEDED', canRetry: false })).toBe('SUCCEEDED');
});
