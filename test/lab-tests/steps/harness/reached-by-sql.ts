import type { Question } from '../../../../src/probes/probe.js';
import { describeQuestion } from '../../../../src/probes/probe.js';
import { noClusteredMysql } from '../../../../src/rules/database/r-db-3-no-clustered-mysql.rule.js';
import { storedFacts } from '../../../../src/rules/stored-facts.js';
import type { Change } from '../../../../src/steps/change.js';
import { databaseHostId, publicCluster } from '../../../unit/rules/clusters.js';
import { faultOf, said } from './asking.js';
import type { HarnessHosts } from './harness-hosts.js';

/** Database servers, which are reached by SQL only. */
export function reachedBySql(hosts: HarnessHosts): void {
  describe('with a server that is reached by SQL', () => {
    const sql = (statement: string, ...params: string[]): Change => ({ do: 'sql', statement, params });
    const rows = (statement: string): Question => ({ via: 'sql', statement, params: [] });

    it('looks and changes, and keeps secrets out of what comes back', async () => {
      const session = hosts.cluster.sqlSession('db1');
      const secret = hosts.cluster.keep('sql-s3cret-value');
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
      const [one, two] = [hosts.cluster.sqlSession('db1'), hosts.cluster.sqlSession('db1')];
      expect(await one.change(9, [{ changes: [sql('DO 1')], after: [] }])).toMatchObject({ is: 'ran' });
      expect(await two.change(8, [{ changes: [sql('CREATE DATABASE late')], after: [] }])).toEqual({
        is: 'stale',
        hostFence: 9,
      });
      // Another registration of the same server counts on its own.
      const theirs = hosts.cluster.sqlSession('db1', { hostId: hosts.cluster.hostId('db1 of another tenant') });
      expect(await theirs.change(1, [{ changes: [sql('DO 1')], after: [] }])).toMatchObject({ is: 'ran' });
      await theirs.close();
      // The refused session is still open and must not keep the lock.
      expect(await one.change(10, [{ changes: [sql('DO 1')], after: [] }])).toMatchObject({ is: 'ran' });
      await hosts.cluster.byOpenSsh(
        'db1',
        `systemd-run --quiet --unit=locker mariadb -e "SELECT GET_LOCK('hostwright', 9), SLEEP(600)"`,
      );
      await hosts.cluster.byOpenSsh(
        'db1',
        `until mariadb -Ne "SELECT IS_FREE_LOCK('hostwright')" | grep -qx 0; do sleep 0.1; done`,
      );
      expect(await one.change(11, [{ changes: [sql('CREATE DATABASE late')], after: [] }])).toEqual({ is: 'busy' });
      await hosts.cluster.byOpenSsh('db1', 'systemctl stop locker');
      expect(await said(one, rows("SHOW DATABASES LIKE 'late'"))).toBe('[]');
      await Promise.all([one.close(), two.close()]);
    });

    it.each([
      ['a single server', 'db1', ['MET', 'MET', 'MET'], /"wsrep_on".*"OFF"/],
      ['a member of a Galera cluster', 'galera1', ['GALERA', 'MET', 'MET'], /"wsrep_on".*"ON"/],
    ])('looks at %s as R-DB-3 asks, which judges it by what it said', async (_, name, verdicts, shown) => {
      const spec = publicCluster();
      const probes = noClusteredMysql.looks(spec).map(({ probe }) => probe);
      const session = hosts.cluster.sqlSession(name);
      const look = await session.look(probes.map(({ question }) => question));
      await session.close();
      const now = new Date();
      const answers = probes.map(({ id, question }, index) => {
        const answer = look.is === 'answers' ? look.answers[index] : undefined;
        if (answer === undefined) throw new Error(`${name} did not answer ${id}`);
        return [id, { command: describeQuestion(question), answer, observedAt: now }] as const;
      });
      const facts = storedFacts({ answers: new Map([[databaseHostId, new Map(answers)]]), hosts: new Map(), now });
      const findings = noClusteredMysql.judge({ spec, facts, moment: 'before', draft: false, clusterId: null });
      expect(findings.map(({ messageCode }) => messageCode)).toEqual(verdicts);
      expect(findings[0]?.evidence).toMatchObject([
        { hostId: databaseHostId, answer: { stdout: expect.stringMatching(shown) } },
      ]);
    });

    it('says AUTH where the server refuses the login and TRANSIENT where nobody listens', async () => {
      const password = hosts.cluster.keep('a wrong password');
      const refused = await faultOf(hosts.cluster.sqlSession('db1', { password }).change(12, []));
      const looked = await faultOf(hosts.cluster.sqlSession('db1', { password }).look([rows('SELECT 1')]));
      for (const { faultClass, message } of [refused, looked]) {
        expect(faultClass).toBe('AUTH');
        expect(message).toMatch(/^db1 \(\S+ port 3306\) refuses the login root with the password .*: Access denied/);
        expect(message).not.toContain('a wrong password');
      }
      const away = await faultOf(hosts.cluster.sqlSession('db1', { port: 3399 }).look([rows('SELECT 1')]));
      expect(away.faultClass).toBe('TRANSIENT');
    });

    it('says TRANSIENT where the server lets in no more at the moment, and AUTH where the user is locked', async () => {
      const password = hosts.cluster.keep('a-password-of-few');
      const by = (login: string): ReturnType<typeof hosts.cluster.sqlSession> =>
        hosts.cluster.sqlSession('db1', { login, password });
      const root = (statements: string): Promise<string> =>
        hosts.cluster.byOpenSsh('db1', `mariadb -e "${statements}"`);
      await root(`CREATE USER few@'%' IDENTIFIED BY 'a-password-of-few' WITH MAX_USER_CONNECTIONS 1;
        CREATE USER locked@'%' IDENTIFIED BY 'a-password-of-few' ACCOUNT LOCK`);
      const [one, two, locked] = [by('few'), by('few'), by('locked')];
      expect(await said(one, rows('SELECT 1 AS one'))).toBe('[{"one":"1"}]');
      for (const fault of [await faultOf(two.look([rows('SELECT 1')])), await faultOf(two.change(14, []))]) {
        expect(fault.faultClass).toBe('TRANSIENT');
        expect(fault.message).toMatch(/^db1 \(\S+ port 3306\) lets few in at another time: .*max_user_connections/);
      }
      await one.close();
      expect(await said(two, rows('SELECT 1 AS one'))).toBe('[{"one":"1"}]');
      expect(await faultOf(locked.look([rows('SELECT 1')]))).toMatchObject({ faultClass: 'AUTH' });
      await two.close();
      await root("DROP USER few@'%', locked@'%'");
    });
  });
}
