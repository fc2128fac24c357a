import { mounts } from '../../../../src/probes/storage/mounts.js';
import { sameShareOnNodes } from '../../../../src/rules/storage/r-sto-15-same-share-on-nodes.rule.js';
import { node1Id, node2Id, publicCluster, withFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { mountInfo, nfsMount } from '../mount-info.js';

const spec = publicCluster(withFileServer);
const share = nfsMount('9.9.9.15', { source: 'files:/export' });

function goodFacts(): HostFacts {
  return new HostFacts().answer(node1Id, mounts(), mountInfo(share)).answer(node2Id, mounts(), mountInfo(share));
}

describe('R-STO-15', () => {
  it('is met where every node mounts the share, by whatever name', () => {
    expectMet(sameShareOnNodes, { spec, facts: goodFacts() });
  });

  it.each([
    ["the manager's export", nfsMount('9.9.9.10'), '9.9.9.10:/chroot'],
    ['another path of the file server', nfsMount('9.9.9.15', { source: '9.9.9.15:/srv' }), '9.9.9.15:/srv'],
  ])('is violated by a node that mounts %s', (_, mount, found) => {
    const facts = goodFacts().answer(node2Id, mounts(), mountInfo(mount));
    expectViolated(sameShareOnNodes, { spec, facts }, [
      {
        subject: `Host ${node2Id}`,
        code: 'OTHER_SHARE',
        severity: 'ERROR',
        field: ['members', '2'],
        message: `Node node2 has ${found} mounted at /chroot; it must be 9.9.9.15:/export`,
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is not known of a node without a mount, which R-NODE-2 tells', () => {
    const facts = goodFacts().answer(node1Id, mounts(), mountInfo());
    expectUnknown(sameShareOnNodes, { spec, facts }, [{ subject: `Host ${node1Id}`, meetFirst: true }]);
  });

  it('is unknown without looks', () => {
    const expected = [node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(sameShareOnNodes, { spec }, expected);
  });

  it('is silent where the manager exports', () => {
    const reason = 'The manager exports user storage, not a file server.';
    expectNotApplicable(sameShareOnNodes, { spec: publicCluster() }, reason);
  });
});
