import { probeOfId } from '../../../src/probes/probe-of-id.js';
import { looksBeside } from '../../../src/rules/looks-beside.js';
import {
  balanced,
  dualCluster,
  edits,
  natCluster,
  publicCluster,
  withFileServer,
  withLocalDatabase,
  withObservedFileServer,
} from '../rules/clusters.js';

const onIpv6 = balanced({ address: '2001:db8::100', port: 80 });
const values = [
  ...[publicCluster(), dualCluster(), natCluster(), publicCluster(withLocalDatabase), publicCluster(onIpv6)],
  ...[publicCluster(balanced({ port: 80 })), publicCluster(withFileServer)],
  publicCluster(edits(withFileServer, withObservedFileServer, balanced({ port: 80 }))),
];

describe('probeOfId', () => {
  it('knows everything that rules need before a setup beside what any host is asked', () => {
    const needed = new Set(values.flatMap((spec) => looksBeside(spec).map(({ probe }) => probe.id)));
    expect([...needed].filter((id) => probeOfId(id)?.id !== id)).toEqual([]);
    const names = new Set([...needed].map((id) => id.split(' ')[0]));
    expect([...names].toSorted()).toEqual([
      'balancing.ipvsadmVersion',
      'network.addressNames',
      'network.neighbour',
      'storage.quotaSupport',
    ]);
  });

  it.each([
    'storage.quotaSupport',
    'storage.quotaSupport ["chroot"]',
    'storage.quotaSupport ["/chroot","/"]',
    'storage.quotaSupport  ["/chroot"]',
    'network.neighbour ["files.example"]',
    'network.neighbour [',
    'system.fileAt ["/etc/shadow"]',
    'constructor []',
    '',
  ])('knows nothing by %j', (id) => {
    expect(probeOfId(id)).toBeUndefined();
  });
});
