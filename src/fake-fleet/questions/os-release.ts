import { osRelease } from '../../probes/system/os-release.js';
import { fakeQuestion } from './question.js';

export const osReleaseQuestion = fakeQuestion(
  osRelease(),
  () => 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n6.1.0-fake\nx86_64\n',
);
