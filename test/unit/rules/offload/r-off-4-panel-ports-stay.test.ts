import { panelPortsStay } from '../../../../src/rules/offload/r-off-4-panel-ports-stay.rule.js';
import { balanced, publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

const violation = {
  subject: 'Address 9.9.9.100',
  code: 'PANEL_PORT_BALANCED',
  severity: 'ERROR',
  field: ['balancedServices', '1', 'port'],
  remedy: 'declare',
} as const;

describe('R-OFF-4', () => {
  it('is met by web services', () => {
    expectMet(panelPortsStay, { spec: publicCluster(balanced({ port: 80 }, { port: 443 })) });
  });

  it.each([2080, 2443])('is violated by port %i', (port) => {
    expectViolated(panelPortsStay, { spec: publicCluster(balanced({ port: 80 }, { port })) }, [
      { ...violation, message: `Port ${port} of 9.9.9.100` },
    ]);
  });

  it('is violated by a port that the cluster declares for its panel', () => {
    const spec = publicCluster((edited) => {
      balanced({ port: 80 }, { port: 443 })(edited);
      edited.core.panel = { name: 'panel', ports: [443] };
    });
    expectViolated(panelPortsStay, { spec }, [{ ...violation, message: 'Port 443 of 9.9.9.100' }]);
  });

  it('says nothing of what somebody else balances', () => {
    const spec = publicCluster((edited) => {
      balanced({ port: 2443 })(edited);
      edited.core.lbMode = 'EXTERNAL';
    });
    expectMet(panelPortsStay, { spec });
  });
});
