import { Secret } from '../../../../src/domain/secret.js';
import { changeCommand } from '../../../../src/steps/harness/remote-command.js';
import { renderChange } from '../../../../src/steps/harness/render-change.js';
import { ask, run, said } from './asking.js';
import type { HarnessHosts } from './harness-hosts.js';

const limits = { firstByteMs: 20_000, silenceMs: 20_000, totalMs: 20_000, outputBytes: 1 << 20 };

/** What becomes of changes that are cut, fail or meet something else, and of secrets in them. */
export function changing(hosts: HarnessHosts): void {
  describe('making changes', () => {
    it('does nothing of a change whose transfer was cut anywhere', async () => {
      const units = [{ changes: [run('touch', '/root/cut'), run('touch', '/root/cut2')], after: [] }];
      const script = renderChange(units, hosts.nextFence(), 'abcdef0123456789', () => new Secret(''));
      const connection = await hosts.cluster.connections.get(
        hosts.cluster.tenantId,
        hosts.cluster.sshTarget('manager'),
      );
      const end = script.lastIndexOf('hw_main\n');
      const cuts = Array.from({ length: 15 }, (_, index) => Math.floor((end * (index + 1)) / 15));
      for (const cut of cuts) await connection.run(changeCommand('root'), Buffer.from(script.slice(0, cut)), limits);
      expect(await hosts.cluster.byOpenSsh('manager', 'ls /root/cut* 2>/dev/null || echo none')).toBe('none');
      await connection.run(changeCommand('root'), Buffer.from(script), limits);
      expect(await hosts.cluster.byOpenSsh('manager', 'ls /root/cut*')).toBe('/root/cut\n/root/cut2');
    });

    it('stops a unit at its first failure, and every unit that comes after it', async () => {
      const run3 = await hosts.cluster.sshSession('manager').change(hosts.nextFence(), [
        {
          changes: [run('touch', '/root/u1'), run('sh', '-c', 'echo why >&2; exit 3'), run('touch', '/root/u2')],
          after: [],
        },
        { changes: [run('touch', '/root/u3')], after: [0] },
        { changes: [run('touch', '/root/u4')], after: [] },
      ]);
      expect(run3).toEqual({
        is: 'ran',
        units: [
          { is: 'ran', failedChange: 1, output: { exitCode: 3, stdout: '', stderr: 'why\n' } },
          { is: 'notRun' },
          { is: 'ran', failedChange: null, output: { exitCode: 0, stdout: '', stderr: '' } },
        ],
      });
      expect(await hosts.cluster.byOpenSsh('manager', 'ls /root/u*')).toBe('/root/u1\n/root/u4');
    });

    it('does not overwrite or remove a file that changed since it was looked at', async () => {
      const session = hosts.cluster.sshSession('manager');
      await hosts.cluster.byOpenSsh('manager', 'echo theirs >/root/file');
      const made = await hosts.change(session, {
        do: 'writeFile',
        path: '/root/file',
        content: 'ours\n',
        mode: '0600',
        replaces: null,
      });
      expect(made).toMatchObject({ units: [{ failedChange: 0, output: { exitCode: 73 } }] });
      const removed = await hosts.change(session, { do: 'removeFile', path: '/root/file', replaces: '0'.repeat(64) });
      expect(removed).toMatchObject({ units: [{ failedChange: 0, output: { exitCode: 73 } }] });
      expect(await hosts.cluster.byOpenSsh('manager', 'cat /root/file')).toBe('theirs');
    });

    it('shows no secret in what comes back, in whatever form the host printed it', async () => {
      const value = 'p4ss word$(id)"x';
      const secret = hosts.cluster.keep(value);
      const session = hosts.cluster.sshSession('manager');
      const made = await hosts.change(session, {
        do: 'run',
        argv: ['sh', '-c', 'tee /root/secret; base64 -w0 /root/secret >&2; ps axo args >&2; exit 4'],
        stdin: { secret },
      });
      expect(await hosts.cluster.byOpenSsh('manager', 'cat /root/secret')).toBe(value);
      const unit = made.is === 'ran' ? made.units[0] : undefined;
      if (unit?.is !== 'ran') throw new Error('the change did not run');
      expect(unit.output.stdout).toBe('[redacted]');
      expect(unit.output.stderr).toMatch(/^\[redacted\]/);
      expect(unit.output.stderr).not.toContain('p4ss');
      expect(await said(session, ask('cat /root/secret'))).toBe('[redacted]');
    });
  });
}
