import { inParts } from '../../../src/cli/client/in-parts.js';

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `id${index}`);

it.each([
  [0, []],
  [100, [100]],
  [101, [100, 1]],
  [1_000, Array.from({ length: 10 }, () => 100)],
])('%i ids are asked for in parts of %p', (count, sizes) => {
  const parts = inParts(numbered(count));
  expect(parts.map((part) => part.length)).toEqual(sizes);
  expect(parts.flat()).toEqual(numbered(count));
});
