import { diskSpace } from '../../../../src/probes/storage/disk-space.js';
import { lessDisk } from '../../../../src/rules/resources/r-res-5-less-disk.rule.js';
import { managerId, node1Id, node2Id, publicCluster, withFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { printedDisks } from '../system-prints.js';

const spec = publicCluster();

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(managerId, diskSpace(), printedDisks([5]))
    .answer(node1Id, diskSpace(), printedDisks([20]))
    .answer(node2Id, diskSpace(), printedDisks([18]));
}

describe('R-RES-5', () => {
  it('is met where nodes could keep data too, whatever the manager has, which keeps it', () => {
    expectMet(lessDisk, { spec, facts: goodFacts() });
  });

  it('tells of a node, and of a manager that has handed on its data, with less', () => {
    const facts = goodFacts().answer(node2Id, diskSpace(), printedDisks([12]));
    const told = { code: 'NOT_FOR_DATA', severity: 'INFO', remedy: 'declare' } as const;
    expectViolated(lessDisk, { spec: publicCluster(withFileServer), facts }, [
      { ...told, subject: `Host ${managerId}`, field: ['members', '0'], message: 'manager has 5.0 GB of disk' },
      { ...told, subject: `Host ${node2Id}`, field: ['members', '2'], message: 'node2 has 12.0 GB of disk' },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(lessDisk, { spec }, expected);
  });

  it('does not apply to a manager alone that keeps data', () => {
    const alone = publicCluster(({ core }) => {
      core.members = core.members.filter(({ role }) => role === 'MANAGER');
    });
    expectNotApplicable(lessDisk, { spec: alone }, "Every host keeps customers' files or databases.");
  });
});
