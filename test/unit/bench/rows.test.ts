import { benchRow } from '../../../bench/report/bench-result.js';
import { absoluteRow, comparedRow } from '../../../bench/report/rows.js';

const seconds = (...taken: readonly number[]): { wallSeconds: number }[] =>
  taken.map((wallSeconds) => ({ wallSeconds }));

test('compares within each repetition, so that what slows one of them down counts on both sides', () => {
  const asked = { goal: '3', what: 'setup', must: { atMost: 1.6 }, stretch: { atMost: 1.2 } };
  const row = comparedRow(asked, 'wallSeconds', 'ours/theirs', seconds(1.5, 15, 3), 'floor', seconds(1, 10, 1));
  expect(row).toMatchObject({ value: 1.5, unit: '×', verdict: 'met', repetitions: 3 });
  expect(row.ours).toEqual({ wallSeconds: 3 });
  expect(row.theirs).toEqual({ wallSeconds: 1 });
});

test('counts only repetitions that both took part in', () => {
  const asked = { goal: '2', what: 'setup', must: { atLeast: 25 } };
  const row = comparedRow(asked, 'wallSeconds', 'theirs/ours', seconds(1, 2, 3), 'as shipped', seconds(20));
  expect(row).toMatchObject({ value: 20, verdict: 'missed', repetitions: 1 });
  expect(() => comparedRow(asked, 'peakMegabytes', 'theirs/ours', seconds(1), 'as shipped', seconds(1))).toThrow(
    'median',
  );
});

test('tells what a figure is where there is no limit, or one that is kept twice', () => {
  expect(absoluteRow({ goal: null, what: 'size' }, [1, 3], 'MB', []).verdict).toBe('no goal');
  const asked = { goal: '9', what: 'exec', must: { atMost: 10 }, stretch: { atMost: 4 } };
  expect(absoluteRow(asked, [3, 4, 5], 'ms', []).verdict).toBe('stretch met');
});

test('a result whose verdict does not follow from its figures is refused', () => {
  const row = absoluteRow({ goal: '9', what: 'exec', must: { atMost: 10 } }, [12], 'ms', []);
  expect(benchRow.safeParse(row).success).toBe(true);
  expect(benchRow.safeParse({ ...row, verdict: 'met' }).success).toBe(false);
});
