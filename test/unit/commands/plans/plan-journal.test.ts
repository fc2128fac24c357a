import { PlanJournal } from '../../../../src/commands/plans/plan-journal.js';

const first = '0b8f5b0e-93a1-4c9f-8f57-6f2f3c1d2e4a';
const second = '7c1d2e4a-0b8f-4b0e-93a1-8f576f2f3c1d';

it('gives made-up ids the names of their order, wherever they stand, and leaves all others', () => {
  const journal = new PlanJournal();
  journal.noteMadeUp(first);
  journal.noteMadeUp(second);
  journal.noteMadeUp(first);
  const other = second.replace('7c', '7d');
  expect(journal.rename(`{"a":"${second}","path":"/x/ab${first}00","b":["${first}","${other}"]}`)).toBe(
    `{"a":"new-2","path":"/x/abnew-100","b":["new-1","${other}"]}`,
  );
});
