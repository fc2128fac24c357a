import { hostId as brandedHostId } from '../../../../src/domain/ids.js';
import { tcpListeners } from '../../../../src/probes/network/tcp-listeners.js';
import { servicesListen } from '../../../../src/rules/node/r-node-4-services-listen.rule.js';
import { balanced, balancedElsewhere, managerId, node1Id, node2Id, publicCluster, withSite } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const weights = [{ hostId: brandedHostId.parse(managerId), weight: 0 }];
const spec = publicCluster(balanced({ port: 80, weights }));

function listening(...sockets: readonly string[]): string {
  return sockets.map((socket) => `LISTEN 0      511    ${socket}  0.0.0.0:*\n`).join('');
}

function factsOf(...sockets: readonly string[]): HostFacts {
  return new HostFacts()
    .answer(node1Id, tcpListeners(), listening('0.0.0.0:80'))
    .answer(node2Id, tcpListeners(), listening(...sockets));
}

describe('R-NODE-4', () => {
  it.each([[['*:80']], [['0.0.0.0:80', '[::]:80']], [['9.9.9.100:80', '9.9.9.13:80']]])(
    'is met by hosts that listen at %j; one of weight 0 need not',
    (sockets) => {
      expectMet(servicesListen, { spec, facts: factsOf(...sockets) });
    },
  );

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
      expectViolated(servicesListen, { spec, facts }, [{ ...violation, remedy: 'declare' }]);
      const withServer = publicCluster((edited) => {
        balanced({ port: 80, weights })(edited);
        withSite('NGINX', null)(edited);
      });
      expectViolated(servicesListen, { spec: withServer, facts }, [{ ...violation, remedy: 'repairCluster' }]);
    },
  );

  it('names a command for a service that Hostwright does not set up', () => {
    const mail = publicCluster(balanced({ port: 25, weights }));
    const expected = [node1Id, node2Id].map((hostId) => ({
      ...{ subject: `Host ${hostId}`, code: 'NOT_LISTENING', severity: 'ERROR' as const },
      ...{ field: ['balancedServices', '0'], message: 'does not listen on port 25', remedy: 'command' as const },
    }));
    expectViolated(servicesListen, { spec: mail, facts: factsOf('0.0.0.0:80') }, expected);
  });

  it('is asked of the nodes alone where somebody else balances', () => {
    const elsewhere = publicCluster(balancedElsewhere({ port: 80 }));
    expectMet(servicesListen, { spec: elsewhere, facts: factsOf('*:80') });
    expectViolated(servicesListen, { spec: elsewhere, facts: factsOf() }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'NOT_LISTENING', severity: 'ERROR', field: ['balancedServices', '0'] },
        ...{ message: 'node2 does not listen on port 80 for 9.9.9.100', remedy: 'declare' },
      },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(servicesListen, { spec }, expected);
  });

  it('does not apply where nothing is balanced', () => {
    expectNotApplicable(servicesListen, { spec: publicCluster() }, 'The cluster balances no service.');
  });
});
