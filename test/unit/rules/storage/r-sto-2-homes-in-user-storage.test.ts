import { homePath } from '../../../../src/probes/system/home-path.js';
import { homesInUserStorage } from '../../../../src/rules/storage/r-sto-2-homes-in-user-storage.rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster();
const hosts = [managerId, node1Id, node2Id];

function goodFacts(): HostFacts {
  const facts = new HostFacts();
  for (const hostId of hosts) facts.answer(hostId, homePath(), 'link /chroot/home\n');
  return facts;
}

const link = { command: 'ln -snT /chroot/home /home' } as const;
const relink = { command: 'ln -sfnT /chroot/home /home' } as const;
const aside = { command: 'mv -T /home /home.before && ln -snT /chroot/home /home' } as const;
const instead = { command: 'rmdir /home && ln -snT /chroot/home /home' } as const;

describe('R-STO-2', () => {
  it('is met where /home leads to the user storage', () => {
    expectMet(homesInUserStorage, { spec, facts: goodFacts() });
  });

  it.each([
    ['link /data/home\n', 'LINK_ELSEWHERE', 'WARNING', 'On node1 /home is a link to /data/home', relink],
    ['other\n', 'NO_DIRECTORY', 'WARNING', 'On node1 /home is neither a link nor a directory', aside],
    [
      'directory\nholds alice\n',
      'DATA_OUTSIDE',
      'WARNING',
      'a directory of its own and holds alice',
      [{ declare: 'Move what /home on node1 holds' }, instead],
    ],
    ['directory\n', 'NOT_LINKED', 'INFO', 'On node1 /home is an empty directory', instead],
    ['absent\n', 'NOT_LINKED', 'INFO', 'On node1 /home does not exist', link],
  ] as const)('is violated by a node whose /home is %j', (said, code, severity, message, remedy) => {
    const facts = goodFacts().answer(node1Id, homePath(), said);
    expectViolated(homesInUserStorage, { spec, facts }, [
      { subject: `Host ${node1Id}`, code, severity, field: ['members', '1'], message, remedy },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = hosts.map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(homesInUserStorage, { spec }, expected);
  });
});
