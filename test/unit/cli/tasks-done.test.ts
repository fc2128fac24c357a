import { TasksDone } from '../../../src/cli/client/tasks-done.js';

/** What is said of events by an operation that tells, one after the other, how many tasks it has, and how often it was asked. */
async function saidOf(
  kinds: readonly string[],
  totals: readonly (number | null)[],
): Promise<{ readonly said: readonly (string | null)[]; readonly asked: number }> {
  let asked = 0;
  const tasks = new TasksDone(() => Promise.resolve(totals[asked++] ?? null));
  const said: (string | null)[] = [];
  for (const kind of kinds) said.push(await tasks.of({ kind }));
  return { said, asked };
}

const done = (count: number): readonly string[] => Array.from({ length: count }, () => 'task.done');

it('counts tasks that are done, and asks how many there are as seldom as it can', async () => {
  const events = ['operation.accepted', 'task.done', 'step.changed', 'task.failed', 'task.done'];
  expect(await saidOf(events, [3])).toEqual({
    said: [null, '1 of 3 tasks', null, null, '2 of 3 tasks'],
    asked: 1,
  });
});

it('asks again where what was planned after the look comes behind it', async () => {
  const { said, asked } = await saidOf(done(3), [2, 5]);
  expect(said).toEqual(['1 of 2 tasks', '2 of 5 tasks', '3 of 5 tasks']);
  expect(asked).toBe(2);
});

it('says nothing of the only task, nor where nobody tells how many there are', async () => {
  expect((await saidOf(done(1), [1])).said).toEqual([null]);
  expect((await saidOf(done(2), [])).said).toEqual([null, null]);
  expect((await saidOf(done(3), [2])).said).toEqual(['1 of 2 tasks', '2 of 2 tasks', null]);
});
