import { unlimitedLicences } from '../../../../src/rules/licence/r-lic-1-unlimited-licences.rule.js';
import { node2Id, publicCluster, withPanel } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

describe('R-LIC-1', () => {
  it('is met by unlimited licences of manager and nodes', () => {
    expectMet(unlimitedLicences, { spec: publicCluster(withPanel(2443)) });
  });

  it('is violated by a licence for a virtual private server, with the day on which it was said', () => {
    const spec = publicCluster((edited) => {
      withPanel(2443)(edited);
      for (const licence of edited.core.panel?.licences ?? []) if (licence.hostId === node2Id) licence.kind = 'VPS';
    });
    expectViolated(unlimitedLicences, { spec }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'VPS_LICENCE', severity: 'ERROR' },
        ...{ field: ['panel', 'licences', '2', 'kind'], message: 'as was said on 2026-01-31', remedy: 'declare' },
      },
    ]);
  });

  it.each([
    [false, 'ERROR'],
    [true, 'INFO'],
  ] as const)('misses the word about a host (draft: %s: %s)', (draft, severity) => {
    const spec = publicCluster((edited) => {
      withPanel(2443)(edited);
      edited.core.panel?.licences.pop();
    });
    expectViolated(unlimitedLicences, { spec, draft }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'NOT_ATTESTED', severity, field: ['panel', 'licences'] },
        ...{ message: 'which licence of the panel node2 has', remedy: 'declare' },
      },
    ]);
  });

  it('is silent without a panel', () => {
    expectNotApplicable(unlimitedLicences, { spec: publicCluster() }, 'The cluster has no hosting panel.');
  });
});
