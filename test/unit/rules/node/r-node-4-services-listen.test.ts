import { hostId as brandedHostId } from '../../../../src/domain/ids.js';
import { tcpListeners } from '../../../../src/probes/network/tcp-listeners.js';
import { servicesListen } from '../../../../src/rules/node/r-node-4-services-listen.rule.js';
import {
  balanced,
  balancedElsewhere,
  edits,
  managerId,
  node1Id,
  node2Id,
  publicCluster,
  withSite,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const weights = [{ hostId: brandedHostId.parse(managerId), weight: 0 }];
const spec = publicCluster(balanced({ port: 80, weights }));
const withServer = publicCluster(edits(balanced({ port: 80, weights }), withSite('NGINX', null)));
const moment = 'after';
const notListening = [{ declare: 'Declare a webServer' }, { command: 'ss -tlnp sport = :80' }] as const;

function listening(...sockets: readonly string[]): string {
  return sockets.map((socket) => `LISTEN 0      511    ${socket}  0.0.0.0:*\n`).join('');
}

function factsOf(...sockets: readonly string[]): HostFacts {
  return new HostFacts()
    .answer(node1Id, tcpListeners(), listening('0.0.0.0:80'))
    .answer(node2Id, tcpListeners(), listening(...sockets));
}

describe('R-NODE-4, afterwards,', () => {
  it.each([
    [['*:80']],
    [['0.0.0.0:80', '[::]:80']],
    [['9.9.9.100:80', '9.9.9.13:80']],
    [['[::ffff:9.9.9.100]:80', '[::ffff:9.9.9.13]:80']],
  ])('is met by hosts that listen at %j; one of weight 0 need not', (sockets) => {
    expectMet(servicesListen, { moment, spec, facts: factsOf(...sockets) });
  });

  it.each([[[]], [['127.0.0.1:80']], [['0.0.0.0:8080']], [['9.9.9.100:80']]])(
    'is violated by a host that listens at %j only',
    (sockets) => {
      const violation = {
        subject: `Host ${node2Id}`,
        code: 'NOT_LISTENING',
        severity: 'ERROR',
        field: ['balancedServices', '0'],
        message: 'node2 does not listen on port 80 for 9.9.9.100',
      } as const;
      const facts = factsOf(...sockets);
      expectViolated(servicesListen, { moment, spec, facts }, [{ ...violation, remedy: notListening }]);
      expectViolated(servicesListen, { moment, spec: withServer, facts }, [
        { ...violation, remedy: ['repairCluster', { command: 'ss -tlnp sport = :80' }] },
      ]);
    },
  );

  it('names the unit of the web server where a person masked it, and offers to take that away before a repair', () => {
    const summary = 'nginx.service is masked (nothing starts it)';
    const step = { kind: 'web.server', key: 'nginx', is: 'CONFLICT', evidence: [] } as const;
    const drift = { drifted: [{ ...step, summary }], decided: 1, made: 1, notMade: [], notRemoved: [] };
    const facts = factsOf().drifts(node2Id, drift);
    const field = ['balancedServices', '0'];
    const violation = { subject: `Host ${node2Id}`, code: 'NOT_LISTENING', severity: 'ERROR', field } as const;
    expectViolated(servicesListen, { moment, spec: withServer, facts }, [
      {
        ...violation,
        message: 'which is balanced to it. nginx.service is masked there.',
        remedy: [
          { command: 'systemctl unmask nginx.service && systemctl unmask --runtime nginx.service' },
          'repairCluster',
          { command: 'ss -tlnp sport = :80' },
        ],
      },
    ]);
  });

  it('names a command for a service that Hostwright does not set up', () => {
    const mail = publicCluster(balanced({ port: 25, weights }));
    const expected = [node1Id, node2Id].map((hostId) => ({
      ...{ subject: `Host ${hostId}`, code: 'NOT_LISTENING', severity: 'ERROR' as const },
      ...{
        field: ['balancedServices', '0'],
        message: 'does not listen on port 25',
        remedy: { command: 'ss -tlnp sport = :25' },
      },
    }));
    expectViolated(servicesListen, { moment, spec: mail, facts: factsOf('0.0.0.0:80') }, expected);
  });

  it('is asked of the nodes alone where somebody else balances', () => {
    const elsewhere = publicCluster(balancedElsewhere({ port: 80 }));
    expectMet(servicesListen, { moment, spec: elsewhere, facts: factsOf('*:80') });
    expectViolated(servicesListen, { moment, spec: elsewhere, facts: factsOf() }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'NOT_LISTENING', severity: 'ERROR', field: ['balancedServices', '0'] },
        ...{ message: 'node2 does not listen on port 80 for 9.9.9.100', remedy: notListening },
      },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(servicesListen, { moment, spec }, expected);
  });

  it('does not apply where nothing is balanced', () => {
    expectNotApplicable(servicesListen, { moment, spec: publicCluster() }, 'The cluster balances no service.');
  });
});

describe('R-NODE-4, before a setup,', () => {
  const before = { moment: 'before', spec: withServer } as const;

  function holding(programs: string): HostFacts {
    const facts = new HostFacts().answer(node1Id, tcpListeners(), '').answer(managerId, tcpListeners(), '');
    return facts.answer(node2Id, tcpListeners(), `LISTEN 0      511    0.0.0.0:80  0.0.0.0:*    users:(${programs})\n`);
  }

  it.each([
    ['NGINX', '("nginx",pid=7,fd=6),("nginx",pid=8,fd=6)'],
    ['APACHE', '("apache2",pid=7,fd=4)'],
    ['APACHE', '("httpd",pid=7,fd=4)'],
  ] as const)('is met by hosts where nobody holds the port, or the %s that is to serve: %s', (server, programs) =>
    expectMet(servicesListen, {
      moment: 'before',
      spec: publicCluster(withSite(server, null)),
      facts: holding(programs),
    }),
  );

  it.each([
    ['NGINX', 'apache2', 'APACHE'],
    ['NGINX', 'httpd', 'APACHE'],
    ['APACHE', 'nginx', 'NGINX'],
  ] as const)(
    'is violated where %s is to serve and %s holds the port: nothing else starts beside it',
    (server, program, other) => {
      const spec = publicCluster(withSite(server, null));
      const facts = holding(`("${program}",pid=7,fd=6),("${program}",pid=8,fd=6)`);
      expectViolated(servicesListen, { moment: 'before', spec, facts }, [
        {
          ...{ subject: `Host ${node2Id}`, code: 'PORT_TAKEN', severity: 'ERROR', field: ['members', '2'] },
          ...{ message: `${program} listens on port 80 of node2` },
          remedy: [
            { command: 'ss -tlnp sport = :80' },
            { declare: `Declare webServer ${other}` },
            { declare: 'Declare no webServer' },
          ],
        },
      ]);
    },
  );

  it('is violated by a host where another program holds the port', () => {
    expectViolated(servicesListen, { ...before, facts: holding('("varnishd",pid=7,fd=6),("varnishd",pid=9,fd=6)') }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'PORT_TAKEN', severity: 'ERROR', field: ['members', '2'] },
        ...{ message: 'varnishd listens on port 80 of node2' },
        remedy: [{ command: 'ss -tlnp sport = :80' }, { declare: 'Declare no webServer' }],
      },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(servicesListen, before, expected);
  });

  it('does not apply where Hostwright sets up no web server', () => {
    expectNotApplicable(
      servicesListen,
      { moment: 'before', spec },
      'The cluster declares no web server, so that Hostwright needs no port.',
    );
  });
});
