import { planChange } from '../../../src/plan/plan-change.js';
import { findingKey } from '../../../src/rules/finding-key.js';
import { judge } from '../../../src/rules/judge.js';
import { ruleRegistry } from '../../../src/rules/registry.js';
import { address, clusterId, dualCluster, managerId, memberOf, publicCluster } from './clusters.js';
import { HostFacts, observedAt } from './host-facts.js';

const facts = new HostFacts().at(observedAt);
const withoutQuorum = publicCluster((spec) => {
  spec.core.quorumAddress = null;
});

describe('judge', () => {
  it.each(['declared', 'before', 'after'] as const)(
    'asks at %s exactly the rules with that moment, in the order of the registry',
    (moment) => {
      const findings = judge(publicCluster(), facts, [moment], { draft: false });
      expect(new Set(findings.map((finding) => finding.moment))).toEqual(new Set([moment]));
      const asked = [...new Set(findings.map(({ ruleId }) => ruleId))];
      expect(asked).toEqual(ruleRegistry.filter(({ moments }) => moments.includes(moment)).map(({ id }) => id));
    },
  );

  it('asks a rule with several moments at each of them, or at the last where it says the same at each', () => {
    const findings = judge(publicCluster(), facts, ['declared', 'before', 'after'], { draft: false });
    const once = new Set(ruleRegistry.filter(({ judgedOnce }) => judgedOnce).map(({ id }) => id));
    expect([...once]).toEqual(['R-HOST-4']);
    const expected = ruleRegistry.flatMap(({ id, moments }) =>
      (once.has(id) ? moments.slice(-1) : moments).map((moment) => `${id} ${moment}`),
    );
    expect([...new Set(findings.map(({ ruleId, moment }) => `${ruleId} ${moment}`))]).toEqual(expected);
  });

  it('gives every finding a key of its own, the same each time', () => {
    const keys = (): readonly string[] =>
      judge(publicCluster(), facts, ['declared', 'before', 'after'], { draft: false }).map(findingKey);
    expect(new Set(keys()).size).toBe(keys().length);
    expect(keys()).toEqual(keys());
  });

  it('answers for an empty value without facts instead of throwing', () => {
    const empty = publicCluster((spec) => {
      spec.core.members = [];
      spec.core.networks = [];
      spec.core.databaseServers = [];
      spec.core.quorumAddress = null;
      spec.accounts = [];
      spec.databaseServers = [];
    });
    expect(judge(empty, facts, ['before', 'after'], { draft: true }).map(({ verdict }) => verdict)).not.toContain(
      'VIOLATED',
    );
  });

  it('calls what is missing information in a draft and an error later', () => {
    const severities = [true, false].map((draft) =>
      judge(withoutQuorum, facts, ['declared'], { draft })
        .filter(({ messageCode }) => messageCode === 'NO_QUORUM')
        .map(({ severity }) => severity),
    );
    expect(severities).toEqual([['INFO'], ['ERROR']]);
  });

  it('refuses before it is planned what no plan can make true: nodes behind NAT without addresses of their own', () => {
    const behindNat = dualCluster((spec) => {
      spec.core.topology = 'PRIVATE_NAT';
      spec.core.networks = spec.core.networks.filter(({ kind }) => kind === 'PRIVATE');
      for (const member of spec.core.members) member.addresses = [];
      memberOf(spec, managerId).addresses = [
        address('private', '10.0.0.11', 'HOST'),
        address('private', '10.0.0.10', 'QUORUM'),
        address('private', '10.0.0.100', 'SERVICE'),
      ];
    });
    const violated = judge(behindNat, facts, ['declared'], { draft: false }).filter(
      ({ verdict, severity }) => verdict === 'VIOLATED' && severity === 'ERROR',
    );
    expect(violated.map(({ ruleId, severity, field }) => `${ruleId} ${severity} ${field.join('.')}`)).toEqual([
      'R-NET-2 ERROR members.1.addresses',
      'R-NET-2 ERROR members.2.addresses',
      'R-NET-NAT-2 ERROR members.1.addresses',
      'R-NET-NAT-2 ERROR members.2.addresses',
    ]);
    expect(() => planChange(behindNat, [])).toThrow('which the value does not demand');
  });

  it('offers to converge the cluster only once it has an id', () => {
    const seen = new HostFacts();
    for (const { hostId, probe } of ruleRegistry.flatMap((rule) => rule.looks(publicCluster()))) {
      if (probe.id === 'storage.mounts') seen.answer(hostId, probe, '');
    }
    const mutations = [undefined, clusterId].map((id) =>
      judge(publicCluster(), seen.at(observedAt), ['after'], { draft: false, ...(id && { clusterId: id }) })
        .find(({ messageCode }) => messageCode === 'NOT_NFS')
        ?.remedies.map(({ mutation }) => mutation),
    );
    expect(mutations).toEqual([[null], ['repairCluster']]);
  });
});
