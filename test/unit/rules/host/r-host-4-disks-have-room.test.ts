import { diskSpace } from '../../../../src/probes/storage/disk-space.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { disksHaveRoom } from '../../../../src/rules/host/r-host-4-disks-have-room.rule.js';
import {
  fileServerId,
  managerId,
  node1Id,
  node2Id,
  publicCluster,
  withAppliance,
  withFileServer,
  withObservedFileServer,
} from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { printedDisks } from '../system-prints.js';

const spec = publicCluster();
const moment = 'after';

function goodFacts(): HostFacts {
  return [managerId, node1Id, node2Id].reduce(
    (facts, hostId) => facts.answer(hostId, diskSpace(), printedDisks([20, 94], [100, 50])),
    new HostFacts(),
  );
}

function printed(line: string): string {
  return `Filesystem 1024-blocks Used Available Capacity Mounted on\n${line}\n`;
}

const ofManager = {
  subject: `Host ${managerId}`,
  code: 'DISK_FULL',
  severity: 'WARNING',
  field: ['members', '0'],
} as const;

describe('R-HOST-4', () => {
  it('is met by hosts with room', () => {
    expectMet(disksHaveRoom, { spec, moment, facts: goodFacts() });
  });

  it('warns once of the full disks of a host, the fullest first, and shows how to see what takes the room', () => {
    const facts = goodFacts().answer(managerId, diskSpace(), printedDisks([20, 95], [50, 94], [100, 100]));
    expectViolated(disksHaveRoom, { spec, moment, facts }, [
      {
        ...ofManager,
        message: 'manager has full disks: /disk2 (100 %), / (95 %); below 95 % are needed',
        remedy: [
          { command: 'df -h /disk2; du -xahd1 /disk2 | sort -h | tail' },
          { command: 'df -h /; du -xahd1 / | sort -h | tail' },
        ],
      },
    ]);
  });

  it.each([
    ['a draft', true],
    ['a setup', false],
  ])('informs of them before %s, and keeps nothing off that nobody knows yet', (_, draft) => {
    const facts = goodFacts().answer(managerId, diskSpace(), printedDisks([20, 96]));
    expectViolated(disksHaveRoom, { spec, moment: 'before', draft, facts }, [
      { ...ofManager, severity: 'INFO', message: 'manager has full disks: / (96 %)', remedy: 'command' },
    ]);
    const unseen = { spec, facts: new HostFacts().at(observedAt), clusterId: null, draft } as const;
    const judged = disksHaveRoom.judge({ ...unseen, moment: 'before' });
    expect(judged.map(({ verdict, severity }) => `${verdict} ${severity}`)).toEqual([
      ...['UNKNOWN INFO', 'UNKNOWN INFO', 'UNKNOWN INFO'],
    ]);
  });

  it('says nothing of what is mounted for reading only, which is full for ever', () => {
    const disc = 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 1000 100 900 10% /\n';
    const facts = goodFacts().answer(managerId, diskSpace(), `${disc}/dev/vdb 500 500 0 100% /media/config\n`);
    const mounted = (options: string, more = ''): HostFacts =>
      facts.answer(
        managerId,
        mounts(),
        `21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n22 21 254:16 / /media/config ${options} shared:2 - iso9660 /dev/vdb ${options}\n${more}`,
      );
    expectMet(disksHaveRoom, { spec, moment, facts: mounted('ro') });
    const full = [
      { ...ofManager, message: 'manager has full disks: /media/config (100 %)', remedy: 'command' },
    ] as const;
    expectViolated(disksHaveRoom, { spec, moment, facts: mounted('rw') }, full);
    const elsewhere = '23 21 254:16 / /srv rw shared:3 - ext4 /dev/vdb rw\n';
    expectViolated(disksHaveRoom, { spec, moment, facts: mounted('ro', elsewhere) }, full);
  });

  it('warns of a disk of which root alone has something left', () => {
    const facts = goodFacts().answer(managerId, diskSpace(), printed('/dev/vda 1000 900 0 100% /'));
    expectViolated(disksHaveRoom, { spec, moment, facts }, [
      { ...ofManager, message: 'manager has full disks: / (100 %)', remedy: 'command' },
    ]);
  });

  it('shows no command with words of a host that a shell would take for its own', () => {
    const facts = goodFacts().answer(managerId, diskSpace(), printed('/dev/vdb 1000 990 10 99% /srv/$(reboot)'));
    expectViolated(disksHaveRoom, { spec, moment, facts }, [
      {
        ...ofManager,
        message: 'manager has full disks: /srv/$(reboot) (99 %)',
        remedy: { command: 'df -h MOUNTPOINT; du -xahd1 MOUNTPOINT' },
      },
    ]);
  });

  it.each([
    ['that is set up', withFileServer],
    ['that is only looked at', withObservedFileServer],
  ])('warns of a file server %s', (_, edit) => {
    const external = publicCluster(edit);
    const facts = goodFacts().answer(fileServerId, diskSpace(), printedDisks([20], [100, 97]));
    expectViolated(disksHaveRoom, { spec: external, moment, facts }, [
      {
        ...{ subject: `Host ${fileServerId}`, code: 'DISK_FULL', severity: 'WARNING', field: ['members', '3'] },
        message: 'files has full disks: /disk1 (97 %)',
        remedy: 'command',
      },
    ]);
  });

  it('asks nothing of an appliance', () => {
    expectMet(disksHaveRoom, { spec: publicCluster(withAppliance), moment, facts: goodFacts() });
  });

  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(disksHaveRoom, { spec, moment }, expected);
  });
});
