import { nfsLatency } from '../../../../src/probes/storage/nfs-latency.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import node from '../fixtures/nfs-latency/node.json';
import none from '../fixtures/nfs-latency/none.json';

const head = 'device files:/export mounted on /chroot with fstype nfs4 statvers=1.1\n\tage:\t60\n';

describe('nfsLatency', () => {
  it('averages what all operations on the share took', () => {
    expectKnown(nfsLatency(), node, {
      ...{ source: '10.77.2.11:/chroot', ageSeconds: 1 },
      ...{ operations: 27, averageMs: 13.3, repeated: 0 },
    });
  });

  it('knows that nothing is mounted there', () => {
    expectKnown(nfsLatency(), none, null);
  });

  it('knows a share that nobody used, and one of which operations were sent again', () => {
    const share = { source: 'files:/export', ageSeconds: 60 };
    expectKnown(nfsLatency(), printed(`${head}\n`), { ...share, operations: 0, averageMs: null, repeated: 0 });
    const again = `${head}\t        READ: 10 12 2 100 100 0 30 45 0\n`;
    expectKnown(nfsLatency(), printed(again), { ...share, operations: 10, averageMs: 4.5, repeated: 2 });
  });

  it('reads the newest of several shares at the path', () => {
    const older =
      'device old:/x mounted on /chroot with fstype nfs statvers=1.1\n\tage:\t9\n\t READ: 1 1 0 1 1 0 9 9 0\n\n';
    expectKnown(nfsLatency(), printed(`${older}${head}\n`), {
      ...{ source: 'files:/export', ageSeconds: 60 },
      ...{ operations: 0, averageMs: null, repeated: 0 },
    });
  });

  it.each([
    ...failingCommands,
    ['breaks off', printed('device files:/export mounted on /chroot with fstype nfs4 st'), 'no age'] as const,
    ['prints something else', printed('garbage'), 'names no share'] as const,
  ])('is unknown when sed %s', (_, answer, reason) => expectUnknown(nfsLatency(), answer, reason));
});
