import { diskSpace } from '../../../../src/probes/storage/disk-space.js';
import { enoughDisk } from '../../../../src/rules/resources/r-res-3-disk.rule.js';
import { managerId, node1Id, node2Id, publicCluster, withFileServer, withLocalDatabase } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { printedDisks } from '../system-prints.js';

const spec = publicCluster();
const all = [managerId, node1Id, node2Id];

/** The manager keeps user storage, so that it needs more. */
function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(managerId, diskSpace(), printedDisks([20]))
    .answer(node1Id, diskSpace(), printedDisks([10]))
    .answer(node2Id, diskSpace(), printedDisks([9]));
}

const ofManager = { subject: `Host ${managerId}`, severity: 'WARNING', field: ['members', '0'] } as const;
const ofNode2 = { subject: `Host ${node2Id}`, severity: 'WARNING', field: ['members', '2'] } as const;

describe('R-RES-3', () => {
  it('is met by 20 GB where data is kept and by 10 GB elsewhere, a tenth less included', () => {
    expectMet(enoughDisk, { spec, facts: goodFacts() });
    expectMet(enoughDisk, { spec, facts: goodFacts().answer(managerId, diskSpace(), printedDisks([12], [6])) });
  });

  it('warns of a manager that keeps data on less', () => {
    const facts = goodFacts().answer(managerId, diskSpace(), printedDisks([12]));
    const little = { ...ofManager, code: 'LITTLE_DISK', remedy: 'declare' } as const;
    const message = 'manager has 12.0 GB of disk; about 20 GB are good';
    expectViolated(enoughDisk, { spec, facts }, [{ ...little, message }]);
    const withDatabase = publicCluster((edited) => {
      withFileServer(edited);
      withLocalDatabase(edited);
    });
    expectViolated(enoughDisk, { spec: withDatabase, facts }, [{ ...little, message }]);
  });

  it('lets a manager that has handed on both have as little as a node', () => {
    const facts = goodFacts().answer(managerId, diskSpace(), printedDisks([12]));
    expectMet(enoughDisk, { spec: publicCluster(withFileServer), facts });
  });

  it('warns of what nobody gets by with', () => {
    const facts = goodFacts().answer(node2Id, diskSpace(), printedDisks([8.9]));
    expectViolated(enoughDisk, { spec, facts }, [
      { ...ofNode2, code: 'TOO_LITTLE_DISK', remedy: 'declare', message: 'node2 has 8.9 GB of disk' },
    ]);
  });

  it('is unknown without looks', () => {
    expectUnknown(
      enoughDisk,
      { spec },
      all.map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    );
  });
});
