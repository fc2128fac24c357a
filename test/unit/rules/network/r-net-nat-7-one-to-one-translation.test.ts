import { introduced } from '../../../../src/rules/introduced.js';
import type { Finding } from '../../../../src/rules/rule.js';
import { oneToOneTranslation } from '../../../../src/rules/network/r-net-nat-7-one-to-one-translation.rule.js';
import { address, edits, managerId, memberOf, natCluster, publicCluster, withNat } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const violation = { subject: 'Cluster shop', remedy: 'declare' } as const;

describe('R-NET-NAT-7', () => {
  it('is met by translation of one address to one', () => {
    expectMet(oneToOneTranslation, { spec: natCluster() });
  });

  it.each([
    ['BASE', 'WARNING'],
    ['INTERWORX_8', 'ERROR'],
  ] as const)('finds forwarded ports in rule set %s: %s', (ruleSet, severity) => {
    const spec = natCluster(
      edits(withNat({ mode: 'PORT_FORWARDING' }), ({ core }) => {
        core.ruleSet = ruleSet;
      }),
    );
    expectViolated(oneToOneTranslation, { spec }, [
      { ...violation, code: 'PORTS_ONLY', severity, field: ['nat', 'mode'], message: 'forwards ports' },
    ]);
  });

  it.each(['BASE', 'INTERWORX_8'] as const)(
    'warns of more service addresses than public ones in rule set %s',
    (set) => {
      const more = natCluster((edited) => {
        edited.core.ruleSet = set;
        memberOf(edited, managerId).addresses.push(address('private', '10.0.0.101', 'SERVICE'));
      });
      expectViolated(oneToOneTranslation, { spec: more }, [
        {
          ...{ ...violation, code: 'FEWER_PUBLIC_ADDRESSES', severity: 'WARNING', field: ['nat', 'publicAddresses'] },
          message: '2 service addresses are declared behind 1 public address',
        },
      ]);
      withNat({ publicAddresses: ['9.9.9.1', '9.9.9.2'] })(more);
      expectMet(oneToOneTranslation, { spec: more });
    },
  );

  it('is silent while nothing is said of the device, and under PUBLIC', () => {
    const unsaid = natCluster((edited) => {
      edited.core.nat = null;
    });
    const reason = 'Nothing is declared of the NAT device yet (R-NET-NAT-4).';
    expectNotApplicable(oneToOneTranslation, { spec: unsaid }, reason);
    const other = "The rule is about topology PRIVATE_NAT; this cluster's is PUBLIC.";
    expectNotApplicable(oneToOneTranslation, { spec: publicCluster() }, other);
  });

  it('holds against an edit each service address more than there are public ones, and none that was so before', () => {
    const serving = (...more: readonly string[]): readonly Finding[] => {
      const spec = natCluster((edited) =>
        memberOf(edited, managerId).addresses.push(...more.map((one) => address('private', one, 'SERVICE'))),
      );
      const facts = new HostFacts().at(observedAt);
      return oneToOneTranslation.judge({ spec, facts, moment: 'declared', draft: false, clusterId: null });
    };
    const [two, three] = [serving('10.0.0.101'), serving('10.0.0.101', '10.0.0.102')];
    expect(introduced(three, two)).toMatchObject([{ messageCode: 'FEWER_PUBLIC_ADDRESSES', extent: 2 }]);
    expect(introduced(two, two)).toEqual([]);
    expect(introduced(two, three)).toEqual([]);
  });
});
