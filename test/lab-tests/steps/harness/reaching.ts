import { ask, faultOf, said } from './asking.js';
import type { HarnessHosts } from './harness-hosts.js';

/** Logins, pinned keys, hops and connections. */
export function reaching(hosts: HarnessHosts): void {
  const logOf = (name: string): Promise<string> =>
    hosts.cluster.byOpenSsh(name, 'journalctl --quiet --no-pager -u ssh');

  describe('reaching a host', () => {
    it.each(['root', 'ops'])('looks and changes as root over the login %s', async (user) => {
      const session = hosts.cluster.sshSession('manager', { user });
      expect(await said(session, ask('id -u; echo "$HOME $1"', `it's "$(id)"`))).toBe(`0\n/root it's "$(id)"\n`);
      const path = `/etc/hostwright-harness-${user}`;
      const content = `line 'one'\n$(touch /canary)\nHW_END\n`;
      const made = await hosts.change(
        session,
        { do: 'writeFile', path, content, mode: '0640', replaces: null },
        { do: 'makeDirectory', path: `${path}.d/deep`, mode: '0711', owner: 'ops', group: 'ops' },
      );
      expect(made).toMatchObject({ is: 'ran', units: [{ is: 'ran', failedChange: null }] });
      expect(`${await hosts.cluster.byOpenSsh('manager', `cat ${path}`)}\n`).toBe(content);
      expect(
        await hosts.cluster.byOpenSsh(
          'manager',
          `stat -c '%a %U %G' ${path} ${path}.d/deep; ls /canary 2>/dev/null || :`,
        ),
      ).toBe('640 root root\n711 ops ops');
      expect(session.roundTrips).toBe(2);
    });

    it('refuses a host whose key is not the pinned one, before it says who it is', async () => {
      const pinnedSha256 = `SHA256:${Buffer.alloc(32, 7).toString('base64').replace('=', '')}`;
      const fault = await faultOf(
        hosts.cluster.sshSession('manager', { user: 'canary1', pinnedSha256 }).look([ask('true')]),
      );
      expect(fault.faultClass).toBe('TRUST');
      expect(fault.message).toContain(hosts.lab.host('manager').hostKeySha256);
      const refused = await faultOf(hosts.cluster.sshSession('manager', { user: 'canary2' }).look([ask('true')]));
      expect(refused.faultClass).toBe('AUTH');
      const log = await logOf('manager');
      expect(log).toContain('canary2');
      expect(log).not.toContain('canary1');
    });

    it('tells the key that a host offers without logging in, also through another host', async () => {
      for (const name of ['manager', 'db1']) {
        const { address, port, reachedThrough } = hosts.cluster.sshTarget(name);
        const key = await hosts.cluster.connections.fetchHostKey(hosts.cluster.tenantId, {
          address,
          port,
          reachedThrough,
        });
        expect(key).toEqual({ algorithm: 'ssh-ed25519', sha256: hosts.lab.host(name).hostKeySha256 });
      }
    });

    it('reaches a host that has a private address only through another one, and pins its key too', async () => {
      expect(await said(hosts.cluster.sshSession('db1'), ask('uname -n'))).toBe('db1\n');
      const pinnedSha256 = hosts.lab.host('manager').hostKeySha256;
      const fault = await faultOf(hosts.cluster.sshSession('db1', { pinnedSha256 }).look([ask('true')]));
      expect(fault.faultClass).toBe('TRUST');
    });

    it('says TRANSIENT where nobody listens', async () => {
      const fault = await faultOf(hosts.cluster.sshSession('manager', { port: 9 }).look([ask('true')]));
      expect(fault).toMatchObject({ faultClass: 'TRANSIENT' });
    });

    it('opens one connection for all that asks at once and later, and a new one when it broke', async () => {
      const accepted = async (): Promise<number> => (await logOf('db1')).split('Accepted publickey').length;
      hosts.cluster.connections.closeAll();
      // Looking at the log is itself a login.
      const before = await accepted();
      const sessions = Array.from({ length: 4 }, () => hosts.cluster.sshSession('db1'));
      await Promise.all(sessions.map((session) => session.look([ask('true')])));
      await sessions[0]?.look([ask('true')]);
      expect(await accepted()).toBe(before + 2);
      const fault = await faultOf(hosts.cluster.sshSession('db1').look([ask('kill -9 $PPID; sleep 20')]));
      expect(fault.faultClass).toBe('TRANSIENT');
      expect(await said(hosts.cluster.sshSession('db1'), ask('uname -n'))).toBe('db1\n');
      expect(await accepted()).toBe(before + 4);
    });
  });
}
