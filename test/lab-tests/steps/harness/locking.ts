import { ask, run, said } from './asking.js';
import type { HarnessHosts } from './harness-hosts.js';

/** The fence and the lock on the host. */
export function locking(hosts: HarnessHosts): void {
  describe('with several who want to change a host', () => {
    it('changes nothing with a fence older than the host has seen, also after a reboot of the host', async () => {
      const session = hosts.cluster.sshSession('db1');
      expect(await session.change(7, [{ changes: [run('touch', '/root/first')], after: [] }])).toMatchObject({
        is: 'ran',
      });
      const late = [{ changes: [run('rm', '/root/first')], after: [] }];
      expect(await session.change(6, late)).toEqual({ is: 'stale', hostFence: 7 });
      await hosts.lab.reboot('db1');
      expect(await session.change(6, late)).toEqual({ is: 'stale', hostFence: 7 });
      expect(await session.change(7, [{ changes: [run('test', '-e', '/root/first')], after: [] }])).toMatchObject({
        units: [{ is: 'ran', failedChange: null }],
      });
    });

    it('neither looks nor changes while another change holds the lock', async () => {
      const session = hosts.cluster.sshSession('manager');
      await hosts.change(session, run('true'));
      await hosts.cluster.byOpenSsh(
        'manager',
        'systemd-run --quiet --unit=holder flock /var/lib/hostwright/lock sleep 600',
      );
      await hosts.cluster.byOpenSsh('manager', 'until ! flock -n /var/lib/hostwright/lock true; do sleep 0.05; done');
      expect(await hosts.change(session, run('touch', '/root/despite'))).toEqual({ is: 'busy' });
      expect(await session.look([ask('true')])).toEqual({ is: 'busy' });
      await hosts.cluster.byOpenSsh('manager', 'systemctl stop holder && test ! -e /root/despite');
      expect(await hosts.change(session, run('true'))).toMatchObject({ is: 'ran' });
    });

    it('keeps the lock for a change whose connection broke', async () => {
      const session = hosts.cluster.sshSession('manager');
      const script = 'kill -9 "$1"; until [ -e /root/go ]; do sleep 0.05; done; touch /root/went';
      const sshd = (await said(session, ask('echo $PPID'))).trim();
      const cut = await hosts.change(session, run('sh', '-c', script, 'sh', sshd));
      expect(cut).toEqual({ is: 'ran', units: [{ is: 'unknown' }] });
      expect(await session.look([ask('true')])).toEqual({ is: 'busy' });
      await hosts.cluster.byOpenSsh(
        'manager',
        'touch /root/go; until flock -n /var/lib/hostwright/lock test -e /root/went; do sleep 0.05; done',
      );
      expect((await session.look([ask('true')])).is).toBe('answers');
    });
  });
}
