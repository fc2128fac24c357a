import { admitOnly, diskWithQuotas, exportPath } from '../../../quickstart/owners-file-server.js';
import { clusterSpec, type ClusterSpec } from '../../../src/domain/account-spec.js';
import { describeQuestion } from '../../../src/probes/probe.js';
import { ruleRegistry } from '../../../src/rules/registry.js';
import type { Finding, Moment, Rule } from '../../../src/rules/rule.js';
import type { StoredAnswer } from '../../../src/probes/stored-answer.js';
import { storedFacts } from '../../../src/rules/stored-facts.js';
import { Lab, LAB_MYSQL_ROOT_PASSWORD } from '../../lab/lab.js';
import { LabCluster } from '../steps/lab-cluster.js';
import { theRemedy, type HostViolation, type TriedHost, type TriedValue } from './host-violation.js';
import { hostViolations, type TriedAddresses } from './host-violations.js';

jest.setTimeout(600_000);

const names = ['manager', 'node1', 'files', 'db'] as const;
const roles = { manager: 'MANAGER', node1: 'NODE', files: 'FILE_SERVER', db: 'DATABASE_SERVER' } as const;
const databaseServerId = '01900000-0000-7000-8000-000000000006';
const accountId = '01900000-0000-7000-8000-000000000007';
/** Known before the hosts are, so that each violation is a test of its own. */
const unknownYet = '';
const numbered = hostViolations({
  ...{ files: unknownYet, database: unknownYet, manager: unknownYet, node: unknownYet, managerInPublic: unknownYet },
  ...{ nodeInPublic: unknownYet, publicNetwork: unknownYet, quorum: unknownYet, service: unknownYet },
});

describe('on a real host, where', () => {
  let lab: Lab;
  let cluster: LabCluster;
  let at: TriedAddresses;

  beforeAll(async () => {
    lab = await Lab.up({
      hosts: [
        { name: 'manager', image: 'equipped', segments: ['public', 'private'] },
        { name: 'node1', image: 'mail', segments: ['public', 'private'] },
        { name: 'files', image: 'equipped', segments: ['private'] },
        { name: 'db', image: 'database', segments: ['private'] },
      ],
    });
    cluster = new LabCluster(lab);
    const inPrivate = (name: TriedHost): string => lab.host(name).privateAddress ?? '';
    at = {
      ...{
        files: inPrivate('files'),
        database: inPrivate('db'),
        manager: inPrivate('manager'),
        node: inPrivate('node1'),
      },
      managerInPublic: lab.host('manager').publicAddress ?? '',
      ...{ nodeInPublic: lab.host('node1').publicAddress ?? '', publicNetwork: lab.publicNetwork },
      quorum: lab.privateNetwork.replace('.0/24', '.150'),
      service: lab.publicNetwork.replace('.0/24', '.150'),
    };
    const machineId = await cluster.byHand('manager', 'cat /etc/machine-id');
    const accountMade = 'groupadd -g 20001 shop1 && useradd -u 20001 -g 20001 -M -d /chroot/home/shop1 shop1';
    await cluster.byHand('files', `${accountMade}\n${diskWithQuotas}\n${admitOnly(at.manager)}`);
    await cluster.byHand(
      'files',
      `sed -i 's|$| ${at.node}(rw,sync,no_root_squash,no_subtree_check)|' /etc/exports && exportfs -ra`,
    );
    await cluster.byHand(
      'manager',
      `${accountMade}
ip address add ${at.service}/32 dev eth0 && ip address add ${at.quorum}/32 dev eth1 && systemctl enable keepalived
mkdir -p /srv/public && echo '/srv/public *(rw,no_subtree_check)' >>/etc/exports && systemctl start nfs-server rpc-statd`,
    );
    await cluster.byHand(
      'node1',
      `${accountMade}
printf '%s\\n' ${machineId} >/srv/copied-machine-id
sysctl -q net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2 && systemctl start nginx
systemd-run --unit mail /usr/sbin/sshd -D -p 143 && systemctl start --no-block dovecot postfix`,
    );
  });

  afterAll(async () => {
    cluster?.connections.closeAll();
    await lab?.down();
  });

  function specOf(value: TriedValue): ClusterSpec {
    const isLocal = value === 'manager local' || value === 'web server';
    const placed = isLocal ? names.filter((name) => name !== 'files') : names;
    return clusterSpec.parse({
      core: {
        ...{ schema: 1, name: 'tried', topology: 'PUBLIC_PRIVATE', quorumAddress: at.quorum, panel: null },
        networks: [
          { name: 'front', kind: 'PUBLIC', cidr: lab.publicNetwork },
          { name: 'back', kind: 'PRIVATE', cidr: lab.privateNetwork },
        ],
        members: placed.map((name) => {
          const { publicAddress, privateAddress = '' } = lab.host(name);
          return {
            ...{ hostId: cluster.hostId(name), role: roles[name] },
            addresses: [
              ...(publicAddress === undefined ? [] : [{ network: 'front', address: publicAddress, purpose: 'HOST' }]),
              { network: 'back', address: privateAddress, purpose: 'HOST' },
              ...(name === 'manager' ? [{ network: 'back', address: at.quorum, purpose: 'QUORUM' }] : []),
              ...(name === 'manager' ? [{ network: 'front', address: at.service, purpose: 'SERVICE' }] : []),
            ],
          };
        }),
        userStorage: isLocal
          ? { mode: 'MANAGER_LOCAL' }
          : { mode: 'EXTERNAL', fileServer: cluster.hostId('files'), exportPath },
        databaseServers: [databaseServerId],
        balancedServices: [80, 143].map((port) => ({
          ...{ address: at.service, port, scheduler: 'RR', persistenceSeconds: 0, weights: [] },
        })),
        quotasRequired: true,
        webServer: value === 'web server' ? 'NGINX' : null,
      },
      accounts: [{ accountId, name: 'shop1', uid: 20_001, gid: 20_001, database: null }],
      databaseServers: [
        {
          ...{ databaseServerId, hostId: cluster.hostId('db'), name: 'db', address: lab.host('db').privateAddress },
          ...{ port: 3306, login: 'root', password: cluster.keep(LAB_MYSQL_ROOT_PASSWORD) },
          reachedThrough: cluster.hostId('manager'),
        },
      ],
      observedHosts: value === 'file server' ? [cluster.hostId('files')] : [],
    });
  }

  /** What a rule says of hosts that are asked now. */
  async function judged(rule: Rule, value: TriedValue, moment: Moment): Promise<readonly Finding[]> {
    const spec = specOf(value);
    const answers = new Map<string, Map<string, StoredAnswer>>();
    for (const name of names) {
      const hostId = cluster.hostId(name);
      const probes = rule.looks(spec).flatMap((look) => (look.hostId === hostId ? [look.probe] : []));
      if (probes.length === 0) continue;
      const session = cluster.session(name);
      const run = await session.look(probes.map(({ question }) => question));
      await session.close();
      if (run.is === 'busy') throw new Error(`${name} is busy`);
      const stored = probes.flatMap(({ id, question }, index): [string, StoredAnswer][] => {
        const answer = run.answers[index];
        if (answer === undefined) return [];
        return [[id, { command: describeQuestion(question), answer, observedAt: new Date() }]];
      });
      answers.set(hostId, new Map(stored));
    }
    const hosts = new Map(names.map((name) => [cluster.hostId(name), { name, hostKeySha256: `SHA256:${name}` }]));
    const facts = storedFacts({ answers, hosts, now: new Date() });
    return rule.judge({ spec, facts, moment, draft: false, clusterId: null });
  }

  async function putBehindRouter(name: TriedHost): Promise<void> {
    cluster.reachInside(name, true);
    lab.putBehindRouter(name);
    await forgetLinkAddresses(name);
  }

  async function reachAgain(name: TriedHost): Promise<void> {
    await forgetLinkAddresses(name);
    cluster.reachInside(name, false);
  }

  /** Who knows one, the router's too, goes on trying it for some time. */
  async function forgetLinkAddresses(name: TriedHost): Promise<void> {
    for (const host of ['manager', name]) await cluster.byHand(host, 'ip neigh flush dev eth0');
  }

  const shownOn = (findings: readonly Finding[], { on, code }: HostViolation): readonly string[] =>
    findings
      .filter(({ messageCode }) => messageCode === code)
      .flatMap(({ evidence }) => evidence.filter(({ hostId }) => hostId === cluster.hostId(on)))
      .map(({ answer }) => `${answer.stdout}${answer.stderr}`);

  /** What the finding has a person run on the host. */
  function commandFor(findings: readonly Finding[], { on, code }: HostViolation): string {
    const remedies = findings.flatMap((finding) => (finding.messageCode === code ? finding.remedies : []));
    const command = remedies.find((remedy) => remedy.command !== null)?.command;
    if (command == null) throw new Error(`no command mends what is wrong with ${on}`);
    return command;
  }

  it.each(numbered.map(({ what, rule, on, code }, index) => [what, on, rule, code, index] as const))(
    '%s (%s), %s says %s by what the host printed, and no more once it is undone',
    async (_what, _on, _rule, _code, index) => {
      const violation = hostViolations(at)[index];
      const rule = ruleRegistry.find(({ id }) => id === violation?.rule);
      if (violation === undefined || rule === undefined) throw new Error('there is no such violation or rule');
      const { on, doneOn = on, value, moment, done, undone, behindRouter } = violation;
      if (behindRouter) await putBehindRouter(on);
      if (done !== undefined) await cluster.byHand(doneOn, done);
      const findings = await judged(rule, value, moment);
      const shown = shownOn(findings, violation);
      if (shown.length === 0) throw new Error(`it only says: ${findings.map(({ message }) => message).join(' ')}`);
      expect(shown.join('\n')).toMatch(violation.shown);
      if (undone === undefined) return;
      if (behindRouter) lab.bringFromBehindRouter(on);
      await cluster.byHand(doneOn, undone === theRemedy ? commandFor(findings, violation) : undone);
      if (behindRouter) await reachAgain(on);
      expect(shownOn(await judged(rule, value, moment), violation)).toEqual([]);
    },
  );

  it('tries at least twenty rules', () => {
    expect(new Set(numbered.map(({ rule }) => rule)).size).toBeGreaterThanOrEqual(20);
  });
});
