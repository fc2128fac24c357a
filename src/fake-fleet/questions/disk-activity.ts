import { diskActivity } from '../../probes/storage/disk-activity.js';
import { fakeQuestion } from './question.js';

/** The disk of a fake host has nothing to do. */
export const diskActivityQuestion = fakeQuestion(
  diskActivity(),
  ({ uptimeSeconds }) => `${Math.max(1, uptimeSeconds).toFixed(2)} 0.00\n   0      20 sda 0 0 0 0 0 0 0 0 0 0 0\n`,
);
