import type { Change } from '../../../../src/steps/change.js';
import { confirmedChange, type ConfirmedChange } from '../../../../src/steps/harness/confirmed-change.js';
import { ask, run, said } from './asking.js';
import type { HarnessHosts } from './harness-hosts.js';

/** Commit-confirmed changes. */
export function confirming(hosts: HarnessHosts): void {
  describe('with a change that could cut the connection', () => {
    const bind = (verb: string): Change => ({
      do: 'run',
      argv: ['ip', 'address', verb, '192.0.2.7/32', 'dev', 'lo'],
      alsoOk: [2],
    });

    it('persists it once the worker came back', async () => {
      const session = hosts.cluster.sshSession('manager');
      const confirmed = await session.changeConfirmed(hosts.nextFence(), [bind('replace')], {
        undo: [bind('del')],
        confirm: [run('touch', '/root/confirmed')],
        seconds: 60,
      });
      expect(confirmed).toMatchObject({ is: 'ran', units: [{ is: 'ran', failedChange: null }] });
      await hosts.cluster.byOpenSsh('manager', 'test -e /root/confirmed && ip address show dev lo | grep -F 192.0.2.7');
      expect(
        await hosts.cluster.byOpenSsh('manager', 'systemctl list-timers --all --no-legend hostwright-revert-*'),
      ).toBe('');
      await hosts.change(session, bind('del'));
    });

    it('leaves it to the host to undo it where no way back is found', async () => {
      const session = hosts.cluster.sshSession('manager');
      const cut = await session.changeConfirmed(
        hosts.nextFence(),
        [bind('replace'), run('ip', 'link', 'set', 'eth0', 'down')],
        {
          undo: [run('ip', 'link', 'set', 'eth0', 'up'), bind('del')],
          confirm: [run('touch', '/root/never')],
          seconds: 25,
        },
      );
      expect(cut).toEqual({ is: 'reverted' });
      const back = 'until ! ip address show dev lo | grep -qF 192.0.2.7; do sleep 0.1; done; test ! -e /root/never';
      await hosts.cluster.byOpenSsh('manager', back);
      expect(await said(session, ask('echo back'))).toBe('back\n');
    });

    describe('when undoing and confirming meet', () => {
      const openNothing = (): never => {
        throw new Error('there is no secret in it');
      };
      const confirmed = (name: string, fence: number, seconds: number): ConfirmedChange =>
        confirmedChange(name, fence, { undo: [run('touch', `/root/${name}`)], confirm: [], seconds }, openNothing);

      it('tells whoever confirms that the host was faster', async () => {
        const session = hosts.cluster.sshSession('manager');
        const fence = hosts.nextFence();
        const { arm, disarm } = confirmed('hostwright-revert-first', fence, 1);
        expect(await hosts.send(session, fence, arm)).toMatchObject({ units: [{ failedChange: null }] });
        await hosts.cluster.byHand('manager', 'until [ -e /root/hostwright-revert-first ]; do sleep 0.1; done');
        expect(await hosts.send(session, fence, disarm)).toMatchObject({ units: [{ failedChange: 0 }] });
      });

      it('confirms twice where the first answer was lost, and undoes nothing any more', async () => {
        const session = hosts.cluster.sshSession('manager');
        const fence = hosts.nextFence();
        const { arm, disarm } = confirmed('hostwright-revert-second', fence, 60);
        const [script = 'false'] = arm.flatMap((change) =>
          change.do === 'writeFile' && typeof change.content === 'string' ? [change.content] : [],
        );
        await hosts.send(session, fence, arm);
        expect(await hosts.send(session, fence, disarm)).toMatchObject({ units: [{ failedChange: null }] });
        expect(await hosts.send(session, fence, disarm)).toMatchObject({ units: [{ failedChange: null }] });
        await hosts.cluster.byHand('manager', `set -e; (${script}); test ! -e /root/hostwright-revert-second`);
      });

      it('leaves a change alone that a later worker has looked at', async () => {
        const session = hosts.cluster.sshSession('manager');
        const fence = hosts.nextFence();
        const { arm } = confirmed('hostwright-revert-third', fence, 2);
        await hosts.send(session, fence, arm);
        await hosts.send(session, hosts.nextFence(), []);
        const gone = 'until [ ! -e /run/hostwright/hostwright-revert-third ]; do sleep 0.1; done';
        await hosts.cluster.byHand('manager', `${gone}; test ! -e /root/hostwright-revert-third`);
      });
    });
  });
}
