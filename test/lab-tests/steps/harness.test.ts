import { HostFault } from '../../../src/steps/harness/host-fault.js';
import { changeCommand } from '../../../src/steps/harness/remote-command.js';
import { renderChange } from '../../../src/steps/harness/render-change.js';
import type { Question } from '../../../src/probes/probe.js';
import type { Change } from '../../../src/steps/change.js';
import type { ChangeRun, HostSession } from '../../../src/steps/harness/host-session.js';
import { Secret } from '../../../src/domain/secret.js';
import { noClusteredMysql } from '../../../src/rules/database/r-db-3-no-clustered-mysql.rule.js';
import { storedFacts } from '../../../src/rules/stored-facts.js';
import { databaseHostId, publicCluster } from '../../unit/rules/clusters.js';
import { Lab } from '../../lab/lab.js';
import { LabCluster } from './lab-cluster.js';

jest.setTimeout(150_000);

const ask = (script: string, ...args: string[]): Question => ({ via: 'shell', script, args });
const run = (...argv: [string, ...string[]]): Change => ({ do: 'run', argv });
const limits = { firstByteMs: 20_000, silenceMs: 20_000, totalMs: 20_000, outputBytes: 1 << 20 };

describe('sessions on real hosts', () => {
  let lab: Lab;
  let cluster: LabCluster;
  let fence = 100;

  beforeAll(async () => {
    lab = await Lab.up({
      hosts: [
        { name: 'manager', image: 'equipped', segments: ['public', 'private'] },
        { name: 'db1', image: 'database', segments: ['private'] },
        { name: 'galera1', image: 'galera', segments: ['private'] },
      ],
    });
    cluster = new LabCluster(lab);
  });

  afterAll(async () => {
    cluster?.connections.closeAll();
    await lab?.down();
  });

  const change = (session: HostSession, ...changes: Change[]): Promise<ChangeRun> =>
    session.change(++fence, [{ changes, after: [] }]);

  const said = async (session: HostSession, question: Question): Promise<string> => {
    const look = await session.look([question]);
    if (look.is !== 'answers') throw new Error('the host is busy');
    return look.answers[0]?.stdout ?? '';
  };

  const faultOf = async (work: Promise<unknown>): Promise<HostFault> => {
    const fault = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(fault instanceof HostFault)) throw new Error('it was expected to end with a HostFault', { cause: fault });
    return fault;
  };

  const logOf = (name: string): Promise<string> => cluster.byOpenSsh(name, 'journalctl --quiet --no-pager -u ssh');

  it.each(['root', 'ops'])('looks and changes as root over the login %s', async (user) => {
    const session = cluster.sshSession('manager', { user });
    expect(await said(session, ask('id -u; echo "$HOME $1"', `it's "$(id)"`))).toBe(`0\n/root it's "$(id)"\n`);
    const path = `/etc/hostwright-harness-${user}`;
    const content = `line 'one'\n$(touch /canary)\nHW_END\n`;
    const made = await change(
      session,
      { do: 'writeFile', path, content, mode: '0640', replaces: null },
      { do: 'makeDirectory', path: `${path}.d/deep`, mode: '0711', owner: 'ops', group: 'ops' },
    );
    expect(made).toMatchObject({ is: 'ran', units: [{ is: 'ran', failedChange: null }] });
    expect(`${await cluster.byOpenSsh('manager', `cat ${path}`)}\n`).toBe(content);
    expect(
      await cluster.byOpenSsh('manager', `stat -c '%a %U %G' ${path} ${path}.d/deep; ls /canary 2>/dev/null || :`),
    ).toBe('640 root root\n711 ops ops');
    expect(session.roundTrips).toBe(2);
  });

  it('refuses a host whose key is not the pinned one, before it says who it is', async () => {
    const pinnedSha256 = `SHA256:${Buffer.alloc(32, 7).toString('base64').replace('=', '')}`;
    const fault = await faultOf(cluster.sshSession('manager', { user: 'canary1', pinnedSha256 }).look([ask('true')]));
    expect(fault.faultClass).toBe('TRUST');
    expect(fault.message).toContain(lab.host('manager').hostKeySha256);
    const refused = await faultOf(cluster.sshSession('manager', { user: 'canary2' }).look([ask('true')]));
    expect(refused.faultClass).toBe('AUTH');
    const log = await logOf('manager');
    expect(log).toContain('canary2');
    expect(log).not.toContain('canary1');
  });

  it('tells the key that a host offers without logging in, also through another host', async () => {
    for (const name of ['manager', 'db1']) {
      const { address, port, reachedThrough } = cluster.sshTarget(name);
      const key = await cluster.connections.fetchHostKey(cluster.tenantId, { address, port, reachedThrough });
      expect(key).toEqual({ algorithm: 'ssh-ed25519', sha256: lab.host(name).hostKeySha256 });
    }
  });

  it('reaches a host that has a private address only through another one, and pins its key too', async () => {
    expect(await said(cluster.sshSession('db1'), ask('uname -n'))).toBe('db1\n');
    const pinnedSha256 = lab.host('manager').hostKeySha256;
    const fault = await faultOf(cluster.sshSession('db1', { pinnedSha256 }).look([ask('true')]));
    expect(fault.faultClass).toBe('TRUST');
  });

  it('says TRANSIENT where nobody listens', async () => {
    const fault = await faultOf(cluster.sshSession('manager', { port: 9 }).look([ask('true')]));
    expect(fault).toMatchObject({ faultClass: 'TRANSIENT' });
  });

  it('opens one connection for all that asks at once and later, and a new one when it broke', async () => {
    const accepted = async (): Promise<number> => (await logOf('db1')).split('Accepted publickey').length;
    cluster.connections.closeAll();
    // Looking at the log is itself a login.
    const before = await accepted();
    const sessions = Array.from({ length: 4 }, () => cluster.sshSession('db1'));
    await Promise.all(sessions.map((session) => session.look([ask('true')])));
    await sessions[0]?.look([ask('true')]);
    expect(await accepted()).toBe(before + 2);
    const fault = await faultOf(cluster.sshSession('db1').look([ask('kill -9 $PPID; sleep 20')]));
    expect(fault.faultClass).toBe('TRANSIENT');
    expect(await said(cluster.sshSession('db1'), ask('uname -n'))).toBe('db1\n');
    expect(await accepted()).toBe(before + 4);
  });

  it('changes nothing with a fence older than the host has seen, also after a reboot of the host', async () => {
    const session = cluster.sshSession('db1');
    expect(await session.change(7, [{ changes: [run('touch', '/root/first')], after: [] }])).toMatchObject({
      is: 'ran',
    });
    const late = [{ changes: [run('rm', '/root/first')], after: [] }];
    expect(await session.change(6, late)).toEqual({ is: 'stale', hostFence: 7 });
    await lab.reboot('db1');
    expect(await session.change(6, late)).toEqual({ is: 'stale', hostFence: 7 });
    expect(await session.change(7, [{ changes: [run('test', '-e', '/root/first')], after: [] }])).toMatchObject({
      units: [{ is: 'ran', failedChange: null }],
    });
  });

  it('neither looks nor changes while another change holds the lock', async () => {
    const session = cluster.sshSession('manager');
    await change(session, run('true'));
    await cluster.byOpenSsh('manager', 'systemd-run --quiet --unit=holder flock /var/lib/hostwright/lock sleep 600');
    await cluster.byOpenSsh('manager', 'until ! flock -n /var/lib/hostwright/lock true; do sleep 0.05; done');
    expect(await change(session, run('touch', '/root/despite'))).toEqual({ is: 'busy' });
    expect(await session.look([ask('true')])).toEqual({ is: 'busy' });
    await cluster.byOpenSsh('manager', 'systemctl stop holder && test ! -e /root/despite');
    expect(await change(session, run('true'))).toMatchObject({ is: 'ran' });
  });

  it('keeps the lock for a change whose connection broke', async () => {
    const session = cluster.sshSession('manager');
    const script = 'kill -9 "$1"; until [ -e /root/go ]; do sleep 0.05; done; touch /root/went';
    const sshd = (await said(session, ask('echo $PPID'))).trim();
    const cut = await change(session, run('sh', '-c', script, 'sh', sshd));
    expect(cut).toEqual({ is: 'ran', units: [{ is: 'unknown' }] });
    expect(await session.look([ask('true')])).toEqual({ is: 'busy' });
    await cluster.byOpenSsh(
      'manager',
      'touch /root/go; until flock -n /var/lib/hostwright/lock test -e /root/went; do sleep 0.05; done',
    );
    expect((await session.look([ask('true')])).is).toBe('answers');
  });

  it('does nothing of a change whose transfer was cut anywhere', async () => {
    const units = [{ changes: [run('touch', '/root/cut'), run('touch', '/root/cut2')], after: [] }];
    const script = renderChange(units, ++fence, 'abcdef0123456789', () => new Secret(''));
    const connection = await cluster.connections.get(cluster.tenantId, cluster.sshTarget('manager'));
    const end = script.lastIndexOf('hw_main\n');
    const cuts = Array.from({ length: 15 }, (_, index) => Math.floor((end * (index + 1)) / 15));
    for (const cut of cuts) await connection.run(changeCommand('root'), Buffer.from(script.slice(0, cut)), limits);
    expect(await cluster.byOpenSsh('manager', 'ls /root/cut* 2>/dev/null || echo none')).toBe('none');
    await connection.run(changeCommand('root'), Buffer.from(script), limits);
    expect(await cluster.byOpenSsh('manager', 'ls /root/cut*')).toBe('/root/cut\n/root/cut2');
  });

  it('stops a unit at its first failure, and every unit that comes after it', async () => {
    const run3 = await cluster.sshSession('manager').change(++fence, [
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
    expect(await cluster.byOpenSsh('manager', 'ls /root/u*')).toBe('/root/u1\n/root/u4');
  });

  it('does not overwrite or remove a file that changed since it was looked at', async () => {
    const session = cluster.sshSession('manager');
    await cluster.byOpenSsh('manager', 'echo theirs >/root/file');
    const made = await change(session, {
      do: 'writeFile',
      path: '/root/file',
      content: 'ours\n',
      mode: '0600',
      replaces: null,
    });
    expect(made).toMatchObject({ units: [{ failedChange: 0, output: { exitCode: 73 } }] });
    const removed = await change(session, { do: 'removeFile', path: '/root/file', replaces: '0'.repeat(64) });
    expect(removed).toMatchObject({ units: [{ failedChange: 0, output: { exitCode: 73 } }] });
    expect(await cluster.byOpenSsh('manager', 'cat /root/file')).toBe('theirs');
  });

  it('shows no secret in what comes back, in whatever form the host printed it', async () => {
    const value = 'p4ss word$(id)"x';
    const secret = cluster.keep(value);
    const session = cluster.sshSession('manager');
    const made = await change(session, {
      do: 'run',
      argv: ['sh', '-c', 'tee /root/secret; base64 -w0 /root/secret >&2; ps axo args >&2; exit 4'],
      stdin: { secret },
    });
    expect(await cluster.byOpenSsh('manager', 'cat /root/secret')).toBe(value);
    const unit = made.is === 'ran' ? made.units[0] : undefined;
    if (unit?.is !== 'ran') throw new Error('the change did not run');
    expect(unit.output.stdout).toBe('[redacted]');
    expect(unit.output.stderr).toMatch(/^\[redacted\]/);
    expect(unit.output.stderr).not.toContain('p4ss');
    expect(await said(session, ask('cat /root/secret'))).toBe('[redacted]');
  });

  describe('with a change that could cut the connection', () => {
    const bind = (verb: string): Change => ({
      do: 'run',
      argv: ['ip', 'address', verb, '192.0.2.7/32', 'dev', 'lo'],
      alsoOk: [2],
    });

    it('persists it once the worker came back', async () => {
      const session = cluster.sshSession('manager');
      const confirmed = await session.changeConfirmed(++fence, [bind('replace')], {
        undo: [bind('del')],
        confirm: [run('touch', '/root/confirmed')],
        seconds: 60,
      });
      expect(confirmed).toMatchObject({ is: 'ran', units: [{ is: 'ran', failedChange: null }] });
      await cluster.byOpenSsh('manager', 'test -e /root/confirmed && ip address show dev lo | grep -F 192.0.2.7');
      expect(await cluster.byOpenSsh('manager', 'systemctl list-timers --all --no-legend hostwright-revert-*')).toBe(
        '',
      );
      await change(session, bind('del'));
    });

    it('leaves it to the host to undo it where no way back is found', async () => {
      const session = cluster.sshSession('manager');
      const cut = await session.changeConfirmed(++fence, [bind('replace'), run('ip', 'link', 'set', 'eth0', 'down')], {
        undo: [run('ip', 'link', 'set', 'eth0', 'up'), bind('del')],
        confirm: [run('touch', '/root/never')],
        seconds: 25,
      });
      expect(cut).toEqual({ is: 'reverted' });
      const back = 'until ! ip address show dev lo | grep -qF 192.0.2.7; do sleep 0.1; done; test ! -e /root/never';
      await cluster.byOpenSsh('manager', back);
      expect(await said(session, ask('echo back'))).toBe('back\n');
    });
  });

  describe('with a server that is reached by SQL', () => {
    const sql = (statement: string, ...params: string[]): Change => ({ do: 'sql', statement, params });
    const rows = (statement: string): Question => ({ via: 'sql', statement, params: [] });

    it('looks and changes, and keeps secrets out of what comes back', async () => {
      const session = cluster.sqlSession('db1');
      const secret = cluster.keep('sql-s3cret-value');
      expect(
        await session.change(1, [
          { changes: [sql('CREATE DATABASE ??', 'harness'), sql('CREATE TABLE harness.t (a TEXT)')], after: [] },
          { changes: [{ do: 'sql', statement: 'INSERT INTO harness.t VALUES (?)', params: [{ secret }] }], after: [0] },
          { changes: [sql('SELECT * FROM harness.missing')], after: [] },
          { changes: [sql('DROP DATABASE harness')], after: [2] },
        ]),
      ).toMatchObject({
        is: 'ran',
        units: [
          { is: 'ran', failedChange: null },
          { is: 'ran', failedChange: null },
          { is: 'ran', failedChange: 0, output: { exitCode: 1146 } },
          { is: 'notRun' },
        ],
      });
      expect(await said(session, rows('SELECT a, 1 AS b, NULL AS c FROM harness.t'))).toBe(
        '[{"a":"[redacted]","b":"1","c":null}]',
      );
      await session.close();
    });

    it('changes nothing with an older fence or while another session changes', async () => {
      const [one, two] = [cluster.sqlSession('db1'), cluster.sqlSession('db1')];
      expect(await one.change(9, [{ changes: [sql('DO 1')], after: [] }])).toMatchObject({ is: 'ran' });
      expect(await two.change(8, [{ changes: [sql('CREATE DATABASE late')], after: [] }])).toEqual({
        is: 'stale',
        hostFence: 9,
      });
      // The refused session is still open and must not keep the lock.
      expect(await one.change(10, [{ changes: [sql('DO 1')], after: [] }])).toMatchObject({ is: 'ran' });
      await cluster.byOpenSsh(
        'db1',
        `systemd-run --quiet --unit=locker mariadb -e "SELECT GET_LOCK('hostwright', 9), SLEEP(600)"`,
      );
      await cluster.byOpenSsh(
        'db1',
        `until mariadb -Ne "SELECT IS_FREE_LOCK('hostwright')" | grep -qx 0; do sleep 0.1; done`,
      );
      expect(await one.change(11, [{ changes: [sql('CREATE DATABASE late')], after: [] }])).toEqual({ is: 'busy' });
      await cluster.byOpenSsh('db1', 'systemctl stop locker');
      expect(await said(one, rows("SHOW DATABASES LIKE 'late'"))).toBe('[]');
      await Promise.all([one.close(), two.close()]);
    });

    it.each([
      ['a single server', 'db1', ['MET', 'MET', 'MET']],
      ['a member of a Galera cluster', 'galera1', ['GALERA', 'MET', 'MET']],
    ])('looks at %s as R-DB-3 asks, which judges it', async (_, name, verdicts) => {
      const spec = publicCluster();
      const probes = noClusteredMysql.looks(spec).map(({ probe }) => probe);
      const session = cluster.sqlSession(name);
      const look = await session.look(probes.map(({ question }) => question));
      await session.close();
      const now = new Date();
      const answers = probes.map(({ id }, index) => {
        const answer = look.is === 'answers' ? look.answers[index] : undefined;
        if (answer === undefined) throw new Error(`${name} did not answer ${id}`);
        return [id, { answer, observedAt: now }] as const;
      });
      const facts = storedFacts({ answers: new Map([[databaseHostId, new Map(answers)]]), hosts: new Map(), now });
      const findings = noClusteredMysql.judge({ spec, facts, moment: 'before', draft: false, clusterId: null });
      expect(findings.map(({ messageCode }) => messageCode)).toEqual(verdicts);
    });

    it('says AUTH where the server refuses the login and TRANSIENT where nobody listens', async () => {
      const password = cluster.keep('a wrong password');
      const refused = await faultOf(cluster.sqlSession('db1', { password }).change(12, []));
      expect(refused.faultClass).toBe('AUTH');
      expect(refused.message).not.toContain('a wrong password');
      const away = await faultOf(cluster.sqlSession('db1', { port: 3399 }).look([rows('SELECT 1')]));
      expect(away.faultClass).toBe('TRANSIENT');
    });
  });
});
