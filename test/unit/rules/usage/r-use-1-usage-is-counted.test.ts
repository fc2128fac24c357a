import { usageFigures } from '../../../../src/probes/logs/usage-figures.js';
import { groupQuotas } from '../../../../src/probes/storage/group-quotas.js';
import { usageIsCounted } from '../../../../src/rules/usage/r-use-1-usage-is-counted.rule.js';
import { managerId, node1Id, node2Id, publicCluster, withSite } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster(withSite('NGINX', null));
const own = usageFigures('/var/log/hostwright/web');
const probeOf = (id: string): ReturnType<typeof usageFigures> =>
  usageFigures(`/var/log/hostwright/nodes/${id.replaceAll('-', '')}`);
const figures = (id: string, ageSeconds: number): string =>
  `usage ${observedAt.getTime() / 1000 - ageSeconds} ${id} 2026-01\n2026-01 20001 3 1500\nend\n`;
const counted = (): HostFacts =>
  new HostFacts()
    .answer(managerId, own, figures(managerId, 0))
    .answer(managerId, probeOf(node1Id), figures(node1Id, 600))
    .answer(managerId, probeOf(node2Id), figures(node2Id, 86_400));

describe('R-USE-1', () => {
  it('is met where the manager reads young figures of every host', () => {
    expectMet(usageIsCounted, { spec, facts: counted() });
  });

  it.each([
    ['are 86401 s old', figures(node2Id, 86_401)],
    ['are missing', { exitCode: 1, stderr: "head: cannot open 'usage' for reading: No such file or directory\n" }],
  ])('is violated, without blocking, where figures %s', (found, said) => {
    const facts = counted().answer(managerId, probeOf(node2Id), said);
    expectViolated(usageIsCounted, { spec, facts }, [
      {
        subject: `Host ${node2Id}`,
        code: 'FIGURES_MISSING',
        severity: 'INFO',
        field: ['members', '2'],
        message: `What node2 sent for each account is not known: its figures ${found}`,
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is unknown without looks, and where a look tells nothing', () => {
    const expected = [managerId, node1Id, node2Id].map((id) => ({ subject: `Host ${id}`, lookAt: managerId }));
    expectUnknown(usageIsCounted, { spec }, expected);
    const cut = counted().answer(managerId, own, figures(managerId, 0).replace('end\n', ''));
    expectUnknown(usageIsCounted, { spec, facts: cut }, expected.slice(0, 1));
  });

  it('has what is stored counted too, where quotas are wanted though no account has one', () => {
    const ids = (of: typeof spec): string[] =>
      usageIsCounted.looks(of).map(({ hostId, probe }) => `${hostId} ${probe.id}`);
    const stored = `${managerId} ${groupQuotas('/chroot').id}`;
    expect(ids(spec)).toContain(stored);
    const without = publicCluster((edited) => {
      withSite('NGINX', null)(edited);
      edited.core.quotasRequired = false;
    });
    expect(ids(without)).not.toContain(stored);
  });

  it('is silent where no web server is set up', () => {
    const reason = 'No web server is set up, so that nothing is counted.';
    expectNotApplicable(usageIsCounted, { spec: publicCluster() }, reason);
  });
});
