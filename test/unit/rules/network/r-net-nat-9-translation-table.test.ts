import { translationTable } from '../../../../src/rules/network/r-net-nat-9-translation-table.rule.js';
import { natCluster, publicCluster } from '../clusters.js';
import { expectNotApplicable, expectViolated } from '../harness.js';

describe('R-NET-NAT-9', () => {
  it('informs every cluster behind NAT', () => {
    expectViolated(translationTable, { spec: natCluster() }, [
      {
        ...{ subject: 'Cluster shop', code: 'TABLE_MAY_FILL', severity: 'INFO', field: ['topology'] },
        ...{
          message: 'translation table of the NAT device',
          remedy: { command: 'sysctl net.netfilter.nf_conntrack_count' },
        },
      },
    ]);
  });

  it('is silent under PUBLIC', () => {
    const reason = "The rule is about topology PRIVATE_NAT; this cluster's is PUBLIC.";
    expectNotApplicable(translationTable, { spec: publicCluster() }, reason);
  });
});
