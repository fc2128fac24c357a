import { because } from './reason.js';

/** Why a rule about the manager says nothing yet; R-SRV-2 and R-NET-2 say what is missing. */
export const noSingleManager = because(
  'NO_SINGLE_MANAGER',
  'There is no single manager with a quorum address yet (R-SRV-2, R-NET-2).',
);
