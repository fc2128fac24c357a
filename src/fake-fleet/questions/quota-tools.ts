import { quotaTools } from '../../probes/storage/quota-tools.js';
import { fakeQuestion } from './question.js';

/** As Debian builds them; the lines that count. */
const help = `Utility for setting quotas.
Usage:
  setquota [-u|-g|-P] [-rm] [-F quotaformat] <user|group|project>
-r, --remote               set remote quota (via RPC)
`;

export const quotaToolsQuestion = fakeQuestion(quotaTools(), ({ packages }) =>
  packages.versionOf('quota') === undefined ? 'none\n' : help,
);
