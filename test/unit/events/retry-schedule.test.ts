import { pauseBefore, retrySchedule } from '../../../src/events/retry-schedule.js';

test('the schedule is the published one', () => {
  expect(retrySchedule).toEqual([0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
});

test('a pause is up to a tenth longer or shorter', () => {
  expect([0, 0.5, 1].map((random) => pauseBefore(2, random))).toEqual([270, 300, 330]);
  expect(pauseBefore(9, 0.5)).toBe(86_400);
});

test('after the tenth try there is none', () => {
  expect(pauseBefore(10, 0.5)).toBeUndefined();
});
