import type { KindCase } from './kind-case.js';

const unit = 'hostwright-packages-cluster.service';

export const packageCases: readonly KindCase[] = [
  {
    kind: 'packages.installed',
    host: 'bare',
    input: { purpose: 'cluster', packages: ['keyutils', 'iputils-arping'] },
    otherInput: { purpose: 'cluster', packages: ['keyutils', 'iputils-arping', 'libevent-core-2.1-7'] },
    before: [],
    undoneByHand: 'dpkg --purge keyutils',
    breakages: [
      { what: 'one of them is removed', script: 'dpkg --remove keyutils', says: 'CHANGED' },
      {
        what: 'one of them is removed and cannot be found again',
        script: 'mv /srv/lab-repository /srv/away && rm -f /var/lib/apt/lists/*Packages* && dpkg --remove keyutils',
        says: /could not be installed.*keyutils/s,
        afterAnAttempt: true,
        mend: `mv /srv/away /srv/lab-repository && systemctl reset-failed ${unit}`,
      },
    ],
  },
];
