import { balanceableServices } from '../../../../src/rules/balancing/r-lb-1-balanceable-services.rule.js';
import { balanced, publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

describe('R-LB-1', () => {
  it.each([21, 25, 80, 110, 143, 443, 587, 993, 995])('is met by port %i', (port) => {
    expectMet(balanceableServices, { spec: publicCluster(balanced({ port })) });
  });

  it.each([22, 53, 3306, 8080])('is violated by port %i', (port) => {
    expectViolated(balanceableServices, { spec: publicCluster(balanced({ port })) }, [
      {
        subject: 'Address 9.9.9.100',
        code: 'NOT_BALANCEABLE',
        severity: 'ERROR',
        field: ['balancedServices', '0', 'port'],
        message: `Port ${port} of 9.9.9.100 cannot be balanced; these can: 21 (FTP)`,
        remedy: 'declare',
      },
    ]);
  });

  it('is violated by what somebody else balances, too', () => {
    const spec = publicCluster((edited) => {
      balanced({ port: 3306 })(edited);
      edited.core.lbMode = 'EXTERNAL';
    });
    expectViolated(balanceableServices, { spec }, [
      {
        subject: 'Address 9.9.9.100',
        code: 'NOT_BALANCEABLE',
        severity: 'ERROR',
        field: ['balancedServices', '0', 'port'],
        message: 'Port 3306 of 9.9.9.100 cannot be balanced',
        remedy: 'declare',
      },
    ]);
  });

  it('leaves panel ports to their own rule', () => {
    expectMet(balanceableServices, { spec: publicCluster(balanced({ port: 2443 })) });
  });

  it('warns of FTP whose clients may change hosts', () => {
    expectViolated(balanceableServices, { spec: publicCluster(balanced({ port: 21, persistenceSeconds: 0 })) }, [
      {
        subject: 'Address 9.9.9.100',
        code: 'FTP_WITHOUT_PERSISTENCE',
        severity: 'WARNING',
        field: ['balancedServices', '0', 'persistenceSeconds'],
        message: 'FTP on 9.9.9.100 is balanced without persistence',
        remedy: 'declare',
      },
    ]);
  });
});
