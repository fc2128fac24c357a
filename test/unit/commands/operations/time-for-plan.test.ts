import { timeForPlan } from '../../../../src/commands/operations/time-for-plan.js';

const tasksOn = (hostId: string, count: number): readonly { readonly hostId: string }[] =>
  Array.from({ length: count }, () => ({ hostId }));

it('gives half an hour, however many hosts have something to do', () => {
  expect(timeForPlan({ tasks: [] })).toBe(1_800);
  const hosts = Array.from({ length: 1_000 }, (_, index) => `host${index}`);
  expect(timeForPlan({ tasks: hosts.flatMap((host) => tasksOn(host, 6)) })).toBe(1_800);
});

it('gives more to many tasks that one host has one after the other', () => {
  expect(timeForPlan({ tasks: [...tasksOn('node1', 3), ...tasksOn('manager', 300)] })).toBe(6_000);
});
