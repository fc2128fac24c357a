import { hostId } from '../../../../src/domain/ids.js';
import { whatThePanelTakes } from '../../../../src/rules/balancing/d-7-what-the-panel-takes.rule.js';
import type { BalancedServiceSpec } from '../../../../src/domain/spec.js';
import { balanced, node1Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

function underPanel(...services: readonly Partial<BalancedServiceSpec>[]): ReturnType<typeof publicCluster> {
  return publicCluster((edited) => {
    balanced(...services)(edited);
    edited.core.panel = { name: 'interworx', ports: [2080, 2443], databasePort: null, licences: [] };
  });
}

describe('D-7', () => {
  it('is met by what the panel knows', () => {
    const weights = [{ hostId: hostId.parse(node1Id), weight: 0 }];
    expectMet(whatThePanelTakes, { spec: underPanel({ port: 443, persistenceSeconds: 3600, weights }) });
  });

  const violation = { subject: 'Address 9.9.9.100', severity: 'WARNING', remedy: 'declare' } as const;
  it.each([
    [{ port: 21 }, 'PORT_UNKNOWN_TO_PANEL', ['port'], 'does not balance port 21 of 9.9.9.100'],
    [{ persistenceSeconds: 60 }, 'PERSISTENCE_UNKNOWN_TO_PANEL', ['persistenceSeconds'], 'a persistence of 60 s'],
    [
      { weights: [{ hostId: hostId.parse(node1Id), weight: 7 }] },
      'WEIGHT_UNKNOWN_TO_PANEL',
      ['weights', '0', 'weight'],
      'weight 7 of node1',
    ],
  ])('warns of %j', (service, code, path, message) => {
    const field = ['balancedServices', '0', ...path];
    expectViolated(whatThePanelTakes, { spec: underPanel(service) }, [{ ...violation, code, field, message }]);
  });

  it('does not apply without a panel', () => {
    expectNotApplicable(
      whatThePanelTakes,
      { spec: publicCluster(balanced({ port: 21 })) },
      'The cluster has no hosting panel.',
    );
  });
});
