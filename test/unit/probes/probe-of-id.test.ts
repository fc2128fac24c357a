import { probeOfId } from '../../../src/probes/probe-of-id.js';
import { isGeneral, looksBefore } from '../../../src/rules/looks-before.js';
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
    const looks = values.flatMap((spec) => looksBefore(spec).filter((look) => !isGeneral(look)));
    const needed = new Set(looks.map(({ probe }) => probe.id));
    expect([...needed].filter((id) => probeOfId(id)?.id !== id)).toEqual([]);
    const names = new Set([...needed].map((id) => id.split(' ')[0]));
    expect([...names].toSorted()).toEqual([
      'balancing.ipvsadmVersion',
      'network.addressClaim',
      'network.addressNames',
      'network.neighbour',
      'storage.nfsCall',
      'storage.quotaSupport',
    ]);
  });

  it.each([
    'storage.quotaSupport',
    'storage.quotaSupport ["chroot"]',
    'storage.quotaSupport ["/chroot","/"]',
    'storage.quotaSupport  ["/chroot"]',
    'network.neighbour ["files.example"]',
    'storage.nfsCall ["10.0.0.1","22"]',
    'network.neighbour [',
    'system.fileAt ["/etc/shadow"]',
    'constructor []',
    '',
  ])('knows nothing by %j', (id) => {
    expect(probeOfId(id)).toBeUndefined();
  });
});
