import { heldPackageLock } from '../../../src/domain/held-package-lock.js';
import { waysOutOfWait } from '../../../src/engine/ways-out-of-wait.js';
import type { Sql } from '../../../src/ports/sql.js';

const noHosts: Sql = { query: () => Promise.resolve([]), execute: () => Promise.resolve(0) };
const place = { tenantId: 't', hostId: 'h' };
const holder = { processId: 6554, program: 'unattended-upgr' };
const waysOut = (message: string) => waysOutOfWait(noHosts, place, message);

describe('what to do about a package lock that somebody else holds', () => {
  it('is to look at it, or to stop the service that has it', async () => {
    const held = heldPackageLock('dpkg', { ...holder, service: 'apt-daily-upgrade.service' });
    const message = `waits for another package manager: ${held}, which has run since 2026-11-27 21:17:01 UTC`;
    expect(await waysOut(message)).toMatchObject([
      { command: 'ps -fp 6554' },
      { command: 'systemctl stop apt-daily-upgrade.service' },
    ]);
  });

  it.each([null, '-x.service', 'a$(reboot).service', 'a;reboot.service', "a'b.service"])(
    'is to look whether it is still that process before it is ended, of service %s',
    async (service) => {
      const message = `${heldPackageLock('dpkg', { ...holder, service })}, which has run since then`;
      expect(await waysOut(message)).toMatchObject([
        { command: 'ps -fp 6554' },
        { title: expect.stringContaining('by kill, as root there, once ps has shown'), command: null },
      ]);
    },
  );

  it('is nothing where it says nothing of one', async () => {
    expect(await waysOut('quota could not be installed')).toEqual([]);
  });
});
