import { panelPortsStay } from '../../../../src/rules/offload/r-off-4-panel-ports-stay.rule.js';
import { introduced } from '../../../../src/rules/introduced.js';
import type { Finding } from '../../../../src/rules/rule.js';
import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { balanced, publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

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
      edited.core.panel = { name: 'panel', ports: [443], databasePort: null, licences: [] };
    });
    expectViolated(panelPortsStay, { spec }, [{ ...violation, message: 'Port 443 of 9.9.9.100' }]);
  });

  it('is violated by what somebody else balances, too', () => {
    const spec = publicCluster((edited) => {
      balanced({ port: 80 }, { port: 2443 })(edited);
      edited.core.lbMode = 'EXTERNAL';
    });
    expectViolated(panelPortsStay, { spec }, [{ ...violation, message: 'Port 2443 of 9.9.9.100' }]);
  });

  describe('where FTP is balanced', () => {
    const withFtp = (persistenceSeconds: number, lbMode: 'MANAGED' | 'EXTERNAL', panel: string | null): ClusterSpec =>
      publicCluster((edited) => {
        balanced({ port: 80 }, { port: 21, persistenceSeconds })(edited);
        edited.core.lbMode = lbMode;
        edited.core.panel =
          panel === null ? null : { name: panel, ports: [443, 8443], databasePort: null, licences: [] };
      });

    it('warns that IPVS takes the ports of the panel for data connections', () => {
      expectViolated(panelPortsStay, { spec: withFtp(300, 'MANAGED', 'panel') }, [
        {
          ...violation,
          code: 'PANEL_BEHIND_FTP',
          severity: 'WARNING',
          message:
            'FTP on 9.9.9.100 is balanced with persistence, so that its ports 2080, 2443, 8443 lead to nodes too',
        },
      ]);
    });

    it('holds against an edit each port more that leads to nodes, and none that did before', () => {
      const taken = (...ports: readonly number[]): readonly Finding[] => {
        const spec = withFtp(300, 'MANAGED', 'panel');
        spec.core.panel = { name: 'panel', ports: [...ports], databasePort: null, licences: [] };
        const facts = new HostFacts().at(observedAt);
        return panelPortsStay.judge({ spec, facts, moment: 'declared', draft: false, clusterId: null });
      };
      const [less, more] = [taken(8443), taken(8443, 9443)];
      expect(introduced(more, less)).toMatchObject([{ messageCode: 'PANEL_BEHIND_FTP', extent: 4 }]);
      expect(introduced(more, more)).toEqual([]);
      expect(introduced(less, more)).toEqual([]);
    });

    it.each([
      ['without persistence', withFtp(0, 'MANAGED', 'panel')],
      ['by somebody else', withFtp(300, 'EXTERNAL', 'panel')],
      ['in a cluster without a panel', withFtp(300, 'MANAGED', null)],
    ])('is met %s', (_, spec) => expectMet(panelPortsStay, { spec }));
  });
});
