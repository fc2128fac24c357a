import { checkManifest } from '../../../src/manifest/check-manifest.js';
import { readManifest } from '../../../src/manifest/read-manifest.js';
import { goodManifest } from './good-manifest.js';

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${row(index)}\n`).join('');

const unshapedIn = (text: string): readonly string[] =>
  (readManifest(text).judged?.unshaped ?? []).map(({ path }) => path.join('.'));

test('what is missing beside unknown keys is missing once, however many those are', () => {
  const one = unshapedIn(`${goodManifest}${rows(1, (index) => `k${index}: 1`)}`);
  expect(one).toContain('nat');
  expect(unshapedIn(`${goodManifest}${rows(50, (index) => `k${index}: 1`)}`)).toEqual(one);
  const servers = goodManifest.replace('[db1]', '[5, 6, 7]');
  expect(unshapedIn(servers)).toEqual(['databaseServers']);
});

test.each([
  ['a number', '1'],
  ['an alias of nothing', '*zz'],
])('each of thousands of unknown keys is told, and few of them are named as to be mended first: %s', (_, value) => {
  const { told } = checkManifest(`${goodManifest}${rows(4000, (index) => `k${index}: ${value}`)}`);
  expect(told.filter(({ message }) => message.startsWith('unknown key'))).toHaveLength(4000);
  expect(told.at(-1)?.message).toMatch(
    / judged: mend k0, k1, .*, k9 and 3990 more first, then there may be more to mend$/,
  );
});
