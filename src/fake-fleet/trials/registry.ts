import type { FakeTrial } from './fake-trial.js';
import { lockHoldTrial, lockReleaseTrial, lockTryTrial } from './lock-race.js';
import { quotaClearTrial, quotaLimitTrial, quotaWriteTrial } from './quota-refused.js';
import { trialMountTrial } from './trial-mount.js';

/** Every trial that is modelled. A fake host has no MySQL server, and counts no packets. */
export const fakeTrials: readonly FakeTrial[] = [
  trialMountTrial,
  lockHoldTrial,
  lockTryTrial,
  lockReleaseTrial,
  quotaLimitTrial,
  quotaWriteTrial,
  quotaClearTrial,
];
