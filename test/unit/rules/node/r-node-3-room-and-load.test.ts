import { diskSpace } from '../../../../src/probes/storage/disk-space.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { load } from '../../../../src/probes/system/load.js';
import { processors } from '../../../../src/probes/system/processors.js';
import { roomAndLoad } from '../../../../src/rules/node/r-node-3-room-and-load.rule.js';
import { node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { printedDisks, printedProcessors } from '../system-prints.js';

const spec = publicCluster();

function goodFacts(): HostFacts {
  const facts = new HostFacts();
  for (const hostId of [node1Id, node2Id]) {
    facts.answer(hostId, diskSpace(), printedDisks([20, 89], [100, 50]));
    facts.answer(hostId, processors(), printedProcessors(2));
    facts.answer(hostId, load(), '9.00 4.00 2.00 1/99 42\n');
  }
  return facts;
}

const ofNode2 = { subject: `Host ${node2Id}`, severity: 'INFO', field: ['members', '2'] } as const;

describe('R-NODE-3', () => {
  it('is met by nodes with room, where programs wait for a short time only', () => {
    expectMet(roomAndLoad, { spec, facts: goodFacts() });
  });

  it('tells of a disk that is nearly full, and which', () => {
    const facts = goodFacts().answer(node2Id, diskSpace(), printedDisks([20, 10], [100, 91]));
    expectViolated(roomAndLoad, { spec, facts }, [
      {
        ...{ ...ofNode2, code: 'DISK_NEARLY_FULL', remedy: { command: 'du -xahd2 /' } },
        message: 'The disk of node node2 at /disk1 is 91 % full',
      },
    ]);
  });

  it('leaves a full disk to R-HOST-4, and says of the cluster that it does where it says nothing else', () => {
    const facts = goodFacts().answer(node2Id, diskSpace(), printedDisks([20, 10], [100, 95]));
    expectMet(roomAndLoad, { spec, facts });
    facts.answer(node1Id, diskSpace(), printedDisks([20, 98]));
    const reason = 'Of full disks R-HOST-4 tells: there are some on node1, node2.';
    expectNotApplicable(roomAndLoad, { spec, facts }, reason);
    const judged = roomAndLoad.judge({
      ...{ spec, moment: 'before', draft: false, clusterId: null },
      facts: facts.answer(node2Id, load(), '0.00 1.00 2.50 1/99 42\n').at(observedAt),
    });
    expect(judged.map(({ messageCode }) => messageCode)).toEqual(['BUSY']);
  });

  it('says nothing of what is mounted for reading only', () => {
    const facts = goodFacts()
      .answer(node2Id, diskSpace(), printedDisks([20, 10], [1, 92]))
      .answer(node2Id, mounts(), '22 21 254:16 / /disk1 ro shared:2 - squashfs /dev/vd1 ro\n');
    expectMet(roomAndLoad, { spec, facts });
  });

  it('tells of programs that wait all the time', () => {
    const facts = goodFacts().answer(node2Id, load(), '0.00 1.00 2.50 1/99 42\n');
    expectViolated(roomAndLoad, { spec, facts }, [
      {
        ...{ ...ofNode2, code: 'BUSY', remedy: 'declare' },
        message: 'On node node2 2.5 programs ran or waited over the last 15 minutes; it has 2 processors',
      },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [node1Id, node2Id].flatMap((hostId) =>
      Array.from({ length: 3 }, () => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    );
    expectUnknown(roomAndLoad, { spec }, expected);
  });
});
