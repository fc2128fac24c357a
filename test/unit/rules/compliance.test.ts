import { toGlobalId } from '../../../src/domain/ids.js';
import { osRelease } from '../../../src/probes/system/os-release.js';
import { loginHome } from '../../../src/probes/system/login-home.js';
import { complianceOf, type Compliance } from '../../../src/rules/compliance.js';
import { judge } from '../../../src/rules/judge.js';
import { repairCluster, runByHand } from '../../../src/rules/remedy.js';
import { subjectText } from '../../../src/rules/subject.js';
import { waitForChange } from '../../../src/rules/wait-for-change.js';
import rootHome from '../probes/fixtures/login-home/root.json';
import { aFinding } from './a-finding.js';
import { clusterId, managerId, node1Id, publicCluster } from './clusters.js';
import { HostFacts, observedAt } from './host-facts.js';

const facts = new HostFacts().at(observedAt);
/** Its network is private, which is a warning, and it has no quorum address. */
const spec = publicCluster(({ core }) => {
  core.quorumAddress = null;
  core.networks = [{ name: 'public', kind: 'PUBLIC', cidr: '10.0.0.0/8' }];
});

function compliance(draft: boolean, acknowledgements: readonly { rule: string; subject: string }[] = []): Compliance {
  return complianceOf({ id: clusterId, draft, spec }, facts, acknowledgements);
}

function severitiesOf(findings: Compliance['findings'], code: string): readonly string[] {
  return findings.filter(({ messageCode }) => messageCode === code).map(({ severity }) => severity);
}

describe('the compliance of a cluster', () => {
  it('is judged at every moment', () => {
    const moments = ['declared', 'before', 'after'] as const;
    expect(compliance(false).findings).toEqual(judge(spec, facts, moments, { draft: false, clusterId }));
  });

  it('leaves out of a draft what only a setup makes true, and calls what it lacks information', () => {
    const { findings } = compliance(true);
    expect(new Set(findings.map(({ moment }) => moment))).toEqual(new Set(['declared', 'before']));
    expect(severitiesOf(findings, 'NO_QUORUM')).toEqual(['INFO']);
  });

  it('names what would refuse a setup, in a draft too, and nothing that only a setup makes true', () => {
    for (const draft of [true, false]) {
      const { blocking } = compliance(draft);
      expect(severitiesOf(blocking, 'NO_QUORUM')).toEqual(['ERROR']);
      expect(blocking.map(({ moment }) => moment)).not.toContain('after');
      expect(blocking.map(({ verdict }) => verdict)).toEqual(expect.arrayContaining(['VIOLATED', 'UNKNOWN']));
    }
  });

  it('lets an acknowledged warning pass, and shows it still', () => {
    const warning = compliance(false).blocking.find(({ severity }) => severity === 'WARNING');
    if (warning === undefined) throw new Error('nothing warns');
    const acknowledged = compliance(false, [{ rule: warning.ruleId, subject: subjectText(warning.subject) }]);
    expect(acknowledged.blocking).not.toContainEqual(warning);
    expect(acknowledged.findings).toContainEqual(warning);
  });

  it('tells how old the oldest answer is that a rule was told', () => {
    const seconds = (age: number): Date => new Date(observedAt.getTime() - age * 1000);
    const looked = new HostFacts()
      .answer(managerId, loginHome(), rootHome, seconds(20))
      .answer(node1Id, loginHome(), rootHome, seconds(30))
      // No rule asks a host for it that belongs to no cluster.
      .answer('01900000-0000-7000-8000-00000000000f', osRelease(), '', seconds(40))
      .at(observedAt);
    expect(complianceOf({ id: clusterId, draft: false, spec }, looked, [])).toMatchObject({
      judgedAt: observedAt,
      oldestFactAt: seconds(30),
    });
    expect(compliance(false).oldestFactAt).toBeNull();
  });

  it('offers to wait for the operation that changes the cluster in the place of a repair, and what else there is to do', () => {
    const byHand = runByHand(node1Id, 'Start it', 'systemctl start nginx');
    const broken = aFinding({ remedies: [repairCluster(clusterId), byHand] });
    const byPerson = aFinding({ remedies: [byHand, repairCluster(clusterId)] });
    const all = [broken, byPerson];
    const judged = { ...compliance(false), findings: all, blocking: [broken], violated: all };
    const id = toGlobalId('Operation', '01900000-0000-7000-8000-0000000000aa');
    const wait = {
      title: expect.stringContaining(`hostwright wait ${id}`),
      mutation: null,
      input: null,
      command: null,
    };
    const told = { ...broken, remedies: [expect.objectContaining(wait), byHand] };
    expect(waitForChange(judged, '01900000-0000-7000-8000-0000000000aa')).toEqual({
      ...{ ...judged, findings: [told, byPerson], blocking: [told], violated: [told, byPerson] },
    });
  });
});
