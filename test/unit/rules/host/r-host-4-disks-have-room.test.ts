import { diskSpace } from '../../../../src/probes/storage/disk-space.js';
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
import { HostFacts } from '../host-facts.js';
import { printedDisks } from '../system-prints.js';

const spec = publicCluster();

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
    expectMet(disksHaveRoom, { spec, facts: goodFacts() });
  });

  it('warns of each full disk of the manager, and shows how to see what takes the room', () => {
    const facts = goodFacts().answer(managerId, diskSpace(), printedDisks([20, 95], [100, 100]));
    expectViolated(disksHaveRoom, { spec, facts }, [
      {
        ...ofManager,
        message: 'The disk of manager at / is 95 % full; below 95 % are needed',
        remedy: { command: 'df -h /; du -xhd1 / | sort -h | tail' },
      },
      {
        ...ofManager,
        message: 'The disk of manager at /disk1 is 100 % full',
        remedy: { command: 'df -h /disk1; du -xhd1 /disk1 | sort -h | tail' },
      },
    ]);
  });

  it('warns of a disk of which root alone has something left', () => {
    const facts = goodFacts().answer(managerId, diskSpace(), printed('/dev/vda 1000 900 0 100% /'));
    expectViolated(disksHaveRoom, { spec, facts }, [
      { ...ofManager, message: 'The disk of manager at / is 100 % full', remedy: 'command' },
    ]);
  });

  it('shows no command with words of a host that a shell would take for its own', () => {
    const facts = goodFacts().answer(managerId, diskSpace(), printed('/dev/vdb 1000 990 10 99% /srv/$(reboot)'));
    expectViolated(disksHaveRoom, { spec, facts }, [
      {
        ...ofManager,
        message: 'at /srv/$(reboot) is 99 % full',
        remedy: { command: 'df -h MOUNTPOINT; du -xhd1 MOUNTPOINT' },
      },
    ]);
  });

  it.each([
    ['that is set up', withFileServer],
    ['that is only looked at', withObservedFileServer],
  ])('warns of a file server %s', (_, edit) => {
    const external = publicCluster(edit);
    const facts = goodFacts().answer(fileServerId, diskSpace(), printedDisks([20], [100, 97]));
    expectViolated(disksHaveRoom, { spec: external, facts }, [
      {
        ...{ subject: `Host ${fileServerId}`, code: 'DISK_FULL', severity: 'WARNING', field: ['members', '3'] },
        message: 'The disk of files at /disk1 is 97 % full',
        remedy: 'command',
      },
    ]);
  });

  it('asks nothing of an appliance', () => {
    expectMet(disksHaveRoom, { spec: publicCluster(withAppliance), facts: goodFacts() });
  });

  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(disksHaveRoom, { spec }, expected);
  });
});
