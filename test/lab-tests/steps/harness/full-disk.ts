import type { Change } from '../../../../src/steps/change.js';
import { ask, faultOf, run, said } from './asking.js';
import type { HarnessHosts } from './harness-hosts.js';

/** A small file system over the folder that a change writes to first. */
const mount = 'mkdir -p /var/lib/hostwright && mount -t tmpfs -o size=16k,mode=700 full /var/lib/hostwright';

/** A host that answers and lets us in, and has no room for what every change writes first. */
export function fullDisk(hosts: HarnessHosts): void {
  const byHand = (script: string): Promise<string> => hosts.cluster.byOpenSsh('manager', script);

  describe('a file system that is full, or takes no writes', () => {
    beforeAll(() => byHand(mount));
    afterAll(() => byHand('umount /var/lib/hostwright'));

    it('is told by what it is and where, keeps no look off, and does no harm to the change that comes after', async () => {
      const session = hosts.cluster.sshSession('manager');
      const touch = run('touch', '/root/after-all');
      await byHand('dd if=/dev/zero of=/var/lib/hostwright/fill bs=1k count=64 2>/dev/null || :');
      const full = await faultOf(hosts.change(session, touch));
      expect(full).toMatchObject({
        faultClass: 'NO_SPACE',
        message: expect.stringMatching(/no space is left at \/var\/lib\/hostwright; /),
      });
      expect(full.message).toContain('No space left on device');
      expect(await said(session, ask('uname -n; ls /root/after-all 2>/dev/null'))).toBe('manager\n');

      await byHand('mount -o remount,ro /var/lib/hostwright');
      const readOnly = await faultOf(hosts.change(session, touch));
      expect(readOnly).toMatchObject({
        faultClass: 'READ_ONLY',
        message: expect.stringMatching(/the file system is read-only at \/var\/lib\/hostwright\/fence\.new; /),
      });

      await byHand('mount -o remount,rw /var/lib/hostwright && rm /var/lib/hostwright/fill');
      expect(await hosts.change(session, touch)).toMatchObject({ is: 'ran', units: [{ failedChange: null }] });
    });

    it('is told by the change of a file in it, which reports that it failed and why', async () => {
      await byHand('mkdir -p /srv/sealed && mount -t tmpfs -o ro sealed /srv/sealed');
      const path = '/srv/sealed/page';
      const page: Change = { do: 'writeFile', path, content: 'hello', mode: '0644', replaces: null };
      const run = await hosts.change(hosts.cluster.sshSession('manager'), page);
      await byHand('umount /srv/sealed && rmdir /srv/sealed');
      const stderr: unknown = expect.stringContaining('/srv/sealed/page.hostwright-new: Read-only file system');
      expect(run).toMatchObject({ is: 'ran', units: [{ failedChange: 0, output: { stderr } }] });
    });
  });
}
