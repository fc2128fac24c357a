import { DiffsSaidOnce } from '../../../src/cli/diffs-said-once.js';

const listens = (sign: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${sign}    listen 198.18.0.${index}:80;`);

function siteDiff(site: string, changed: readonly string[]): string {
  const path = `/etc/nginx/${site}.conf`;
  const body = [' server {', ...changed, `     server_name ${site};`, '-# 1', `+# version of ${site}`];
  return [`--- ${path}`, `+++ ${path}`, '@@ -1,3 +1,9 @@', ...body, ''].join('\n');
}

it('shows many lines where they come first, and counts them where they come again', () => {
  const diffs = new DiffsSaidOnce();
  const [bakery, shop] = [siteDiff('bakery', listens('+', 120)), siteDiff('shop', listens('+', 120))];
  expect(diffs.linesOf(bakery, 'node1').join('\n')).toBe(bakery.trimEnd());
  const again = '… 120 lines added, the same as in /etc/nginx/bakery.conf on node1 above';
  expect(diffs.linesOf(shop, 'node1').join('\n')).toBe(siteDiff('shop', [again]).trimEnd());
  expect(diffs.linesOf(bakery, 'node2').join('\n')).toBe(siteDiff('bakery', [again]).trimEnd());
});

it('shows what is not the same, what is few lines, and what goes where the same came', () => {
  const diffs = new DiffsSaidOnce();
  for (const changed of [listens('+', 20), listens('+', 21), listens('-', 20), listens('+', 7), listens('+', 7)]) {
    const diff = siteDiff('bakery', changed);
    expect(diffs.linesOf(diff, 'node1').join('\n')).toBe(diff.trimEnd());
  }
});

it('names a file that goes by where it was', () => {
  const diffs = new DiffsSaidOnce();
  const gone = ['--- /etc/x', '+++ /dev/null', '@@ -1,9 +0,0 @@', ...listens('-', 9), ''].join('\n');
  diffs.linesOf(gone, 'node1');
  expect(diffs.linesOf(gone, 'node2').at(-1)).toBe('… 9 lines removed, the same as in /etc/x on node1 above');
});
