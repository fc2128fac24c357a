import { diskSpace } from '../../../../src/probes/storage/disk-space.js';
import { load } from '../../../../src/probes/system/load.js';
import { processors } from '../../../../src/probes/system/processors.js';
import { roomAndLoad } from '../../../../src/rules/node/r-node-3-room-and-load.rule.js';
import { node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
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
        ...{ ...ofNode2, code: 'DISK_NEARLY_FULL', remedy: { command: 'du -x -d 2 -h /' } },
        message: 'The disk of node node2 at /disk1 is 91 % full',
      },
    ]);
  });

  it('leaves a full disk to R-HOST-4, which says nothing of a draft', () => {
    const facts = goodFacts().answer(node2Id, diskSpace(), printedDisks([20, 10], [100, 95]));
    expectViolated(roomAndLoad, { spec, facts }, []);
    expectViolated(roomAndLoad, { spec, facts, draft: true }, [
      {
        ...{ ...ofNode2, code: 'DISK_NEARLY_FULL', remedy: 'command' },
        message: 'The disk of node node2 at /disk1 is 95 % full',
      },
    ]);
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
