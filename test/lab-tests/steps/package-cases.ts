import type { KindCase } from './kind-case.js';

const unit = 'hostwright-packages-cluster.service';

export const packageCases: readonly KindCase[] = [
  {
    kind: 'packages.installed',
    host: 'bare',
    input: { purpose: 'cluster', packages: ['nfs-common', 'iputils-arping'] },
    otherInput: { purpose: 'cluster', packages: ['nfs-common', 'iputils-arping', 'ipvsadm'] },
    before: [],
    stays: true,
    breakages: [
      { what: 'one of them is removed', script: 'dpkg --remove --force-depends nfs-common', says: 'CHANGED' },
      {
        what: 'one of them is removed and cannot be found again',
        script: 'mv /srv/lab-repository /srv/away; rm -f /var/lib/apt/lists/*Packages*; dpkg --remove nfs-common',
        says: /could not be installed.*nfs-common/s,
        mend: `mv /srv/away /srv/lab-repository; systemctl reset-failed ${unit}`,
      },
    ],
  },
];
