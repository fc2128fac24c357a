import { leaseSeconds } from '../../../src/engine/claim-task.js';
import { sweepEveryMs } from '../../../src/wiring/keep-sweeping.js';

it('finds what a dead worker had within 15 seconds, with time left to claim it and to look', () => {
  expect(leaseSeconds * 1000 + sweepEveryMs).toBeLessThanOrEqual(13_000);
});
