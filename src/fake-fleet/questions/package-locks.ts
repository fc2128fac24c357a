import { packageLocks } from '../../probes/packages/package-locks.js';
import { fakeQuestion } from './question.js';

const path = '/var/lib/dpkg/lock-frontend';
const ownProcess = 4000;

/** What is installed beside everything else, by us or by others, holds the lock of dpkg meanwhile. */
export const packageLocksQuestion = fakeQuestion(packageLocks(), ({ background, otherInstallation, uptimeSeconds }) => {
  const since = Math.floor(Date.now() / 1000 - uptimeSeconds);
  const own = background.running().map((unit) => `${path} ${ownProcess} ${since} /system.slice/${unit} apt-get`);
  const other =
    otherInstallation === undefined
      ? []
      : [
          `${path} ${otherInstallation.processId} ${since} /system.slice/apt-daily-upgrade.service ${otherInstallation.program}`,
        ];
  return [...['readable'], ...own, ...other, ''].join('\n');
});
