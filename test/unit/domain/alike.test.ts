import { alike, didYouMean } from '../../../src/domain/alike.js';

const words = ['members', 'networks', 'name', 'R-RES-1', 'R-RES-2'];

test.each([
  ['membrs', 'members'],
  ['netwroks', 'networks'],
  ['Name', 'name'],
  ['r-res-1', 'R-RES-1'],
  ['R-RSE-1', 'R-RES-1'],
])('%s is a slip for %s', (written, meant) => expect(alike(written, words)).toBe(meant));

test.each(['weight', 'nodes', 'x', ''])('%s is none', (written) => expect(alike(written, words)).toBeUndefined());

test('it is asked for, or nothing is said', () => {
  expect(didYouMean('membrs', words)).toBe('did you mean members? ');
  expect(didYouMean('weight', words)).toBe('');
});
