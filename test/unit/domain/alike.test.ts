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

test.each([
  ['abcdef', 'badcef', true],
  ['abcdefghi', 'bacdegfhi', true],
  ['abcdefghi', 'bacdegfih', true],
  ['abcdefghi', 'xyzdefgh', false],
])('%s and %s', (written, word, isAlike) => expect(alike(written, [word])).toBe(isAlike ? word : undefined));

test('of words that are as near the first is taken, and a nearer one before it', () => {
  expect(alike('node', ['nodf', 'nodg'])).toBe('nodf');
  expect(alike('nodes1', ['node12', 'nodes2'])).toBe('nodes2');
});

test('of words that are as near one with the same end is taken before others', () => {
  expect(alike('node2', ['node1', 'nod2'])).toBe('nod2');
  expect(alike('node2', ['nod2', 'node1', 'nde2'])).toBe('nod2');
});

test('where words are short and alike fewer slips are believed', () => {
  expect(alike('R-FOO-1', ['R-STO-1'])).toBe('R-STO-1');
  expect(alike('R-FOO-1', ['R-STO-1'], 5)).toBeUndefined();
  expect(alike('R-SOT-1', ['R-STO-1'], 5)).toBe('R-STO-1');
});

test('what is much longer than any word is compared with none', () => {
  const long = 'm'.repeat(100);
  expect(alike(long, [`${long}m`])).toBe(`${long}m`);
  expect(alike(`${long}m`, [`${long}m`])).toBeUndefined();
});

test('it is asked for, or nothing is said', () => {
  expect(didYouMean('membrs', words)).toBe('did you mean members? ');
  expect(didYouMean('weight', words)).toBe('');
});
