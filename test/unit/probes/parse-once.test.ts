import { parseOnce } from '../../../src/probes/parse-once.js';
import { known, type Answer } from '../../../src/probes/probe.js';
import { printed } from './failing-answers.js';

test('each answer is read once, and never another in its place', () => {
  const read: string[] = [];
  const parse = parseOnce(({ stdout }: Answer) => {
    read.push(stdout);
    return known(stdout.length);
  });
  const [one, other] = [printed('one'), printed('other')];
  expect([one, other, one, printed('one')].map(parse)).toEqual([known(3), known(5), known(3), known(3)]);
  expect(read).toEqual(['one', 'other', 'one']);
});
