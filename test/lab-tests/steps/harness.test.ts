import { changing } from './harness/changing.js';
import { confirming } from './harness/confirming.js';
import { fullDisk } from './harness/full-disk.js';
import { HarnessHosts } from './harness/harness-hosts.js';
import { locking } from './harness/locking.js';
import { manyAddresses } from './harness/many-addresses.js';
import { reachedBySql } from './harness/reached-by-sql.js';
import { reaching } from './harness/reaching.js';
import { silentShare } from './harness/silent-share.js';

jest.setTimeout(150_000);

describe('sessions on real hosts', () => {
  const hosts = new HarnessHosts();

  beforeAll(() => hosts.boot());
  afterAll(() => hosts.down());

  reaching(hosts);
  locking(hosts);
  changing(hosts);
  confirming(hosts);
  fullDisk(hosts);
  reachedBySql(hosts);
  silentShare(hosts);
  manyAddresses(hosts);
});
