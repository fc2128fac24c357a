import type { UsageFigures } from '../../../../src/probes/logs/usage-figures.js';
import { accountUsage } from '../../../../src/reads/usage/account-usage.js';
import type { ClusterFigures } from '../../../../src/reads/usage/cluster-figures.js';

const account = { uid: 20_001, gid: 20_001 };

function counted(
  month: string,
  takenAt: number,
  ...[ofMonth, uid, requests]: readonly [month: string, uid: number, requests: number]
): UsageFigures {
  return { host: 'host', takenAt, month, figures: [{ month: ofMonth, uid, requests, bytes: requests * 100 }] };
}

const figures: ClusterFigures = {
  web: [
    counted('2026-01', 1_767_300_600, '2026-01', 20_001, 3),
    counted('2026-01', 1_767_300_000, '2026-01', 20_001, 4),
  ],
  webServers: 2,
  quotas: null,
};

describe('accountUsage', () => {
  it('sums up what all web servers counted in the month of the manager', () => {
    expect(accountUsage(figures, account, null)).toEqual({
      month: '2026-01',
      requests: 7,
      bytesSent: 700,
      diskUsedBytes: null,
      diskLimitBytes: null,
      observedAt: new Date('2026-01-01T20:40:00Z'),
      isComplete: true,
    });
  });

  it('is nothing for an account without visitors, and of the last month', () => {
    const none = { requests: 0, bytesSent: 0, isComplete: true };
    expect(accountUsage(figures, { uid: 20_002, gid: 20_002 }, null)).toMatchObject(none);
    expect(accountUsage(figures, account, '2025-12')).toMatchObject({ month: '2025-12', ...none });
  });

  it('counts lines of the month only', () => {
    const web = [counted('2026-01', 1_767_300_000, '2025-12', 20_001, 9)];
    expect(accountUsage({ ...figures, web }, account, null)).toMatchObject({ requests: 0 });
    expect(accountUsage({ ...figures, web }, account, '2025-12')).toMatchObject({ requests: 9 });
  });

  it('is not complete without a web server, or with one that did not count in that month', () => {
    const web = figures.web.slice(0, 1);
    expect(accountUsage({ ...figures, web }, account, null)).toMatchObject({ requests: 3, isComplete: false });
    const old = [...web, counted('2025-12', 1_767_200_000, '2025-12', 20_001, 5)];
    expect(accountUsage({ ...figures, web: old }, account, null)).toMatchObject({ requests: 3, isComplete: false });
  });

  it('is not known of months without logs, and while nobody told figures', () => {
    for (const month of ['2025-11', '2026-02']) expect(accountUsage(figures, account, month)).toBeNull();
    for (const month of [null, '2026-01']) expect(accountUsage({ ...figures, web: [] }, account, month)).toBeNull();
  });

  it('tells what its group takes of the disk, and its limit', () => {
    const quotas = new Map([[20_001, { usedKib: 2, hardKib: 4 }]]);
    expect(accountUsage({ ...figures, quotas }, account, null)).toMatchObject({
      diskUsedBytes: 2048,
      diskLimitBytes: 4096,
    });
    const unlimited = new Map([[20_001, { usedKib: 2, hardKib: 0 }]]);
    expect(accountUsage({ ...figures, quotas: unlimited }, account, null)).toMatchObject({
      diskUsedBytes: 2048,
      diskLimitBytes: null,
    });
  });
});
