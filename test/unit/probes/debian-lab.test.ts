import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { missingAccountTools } from '../../../src/probes/accounts/missing-account-tools.js';
import { balancingSetting } from '../../../src/probes/balancing/balancing-setting.js';
import { ownLogins } from '../../../src/probes/database/own-logins.js';
import { serverGreeting } from '../../../src/probes/database/server-greeting.js';
import { logStamp } from '../../../src/probes/logs/log-stamp.js';
import { usageFigures } from '../../../src/probes/logs/usage-figures.js';
import { mailStores } from '../../../src/probes/mail/mail-stores.js';
import { addressNames } from '../../../src/probes/network/address-names.js';
import { neighbour } from '../../../src/probes/network/neighbour.js';
import { hasNfsMounts } from '../../../src/probes/storage/has-nfs-mounts.js';
import { mountFailure } from '../../../src/probes/storage/mount-failure.js';
import { quotaDaemon } from '../../../src/probes/storage/quota-daemon.js';
import { quotaSupport } from '../../../src/probes/storage/quota-support.js';
import { quotaTools } from '../../../src/probes/storage/quota-tools.js';
import { expectKnown, expectUnknown } from './failing-answers.js';
import noNames from './fixtures/address-names/none.json';
import reuse from './fixtures/balancing-setting/debian.json';
import nfsMounted from './fixtures/has-nfs-mounts/node.json';
import canary from './fixtures/log-stamp/canary.json';
import noMail from './fixtures/mail-stores/none.json';
import noneMissing from './fixtures/missing-account-tools/none.json';
import noFailure from './fixtures/mount-failure/none.json';
import reachable from './fixtures/neighbour/reachable.json';
import silent from './fixtures/neighbour/silent.json';
import noLogins from './fixtures/own-logins/none.json';
import noDaemon from './fixtures/quota-daemon/none.json';
import sets from './fixtures/quota-daemon/sets.json';
import enforced from './fixtures/quota-support/enforced.json';
import off from './fixtures/quota-support/off.json';
import tools from './fixtures/quota-tools/debian.json';
import admitted from './fixtures/server-greeting/admitted.json';
import figures from './fixtures/usage-figures/node.json';

const node = '07d64779-bf0d-4bb7-a655-9dad6291f2e9';

describe('what Debian hosts of the lab said', () => {
  it('of quotas', () => {
    expectKnown(quotaSupport('/srv/share'), enforced, { target: '/srv/share', fileSystem: 'ext4', group: 'ENFORCED' });
    expectKnown(quotaSupport('/chroot'), off, { target: '/', fileSystem: 'ext4', group: 'OFF' });
    expectKnown(quotaDaemon(), sets, ['rpc.rquotad', '-S']);
    expectKnown(quotaDaemon(), noDaemon, null);
    expectKnown(quotaTools(), tools, { setsRemote: true });
  });

  it('of shares', () => {
    expectKnown(hasNfsMounts(), nfsMounted, true);
    expectKnown(mountFailure('chroot.mount'), noFailure, null);
  });

  it('of logs', () => {
    expectKnown(logStamp('/var/log/hostwright/web/canary'), canary, { is: 'stamped', host: node, ageSeconds: 6 });
    expectKnown(usageFigures('/var/log/hostwright/web'), figures, {
      ...{ takenAt: 1_795_752_004, host: node, month: '2026-11' },
      figures: [{ month: '2026-11', uid: 20_000, requests: 13, bytes: 3_315 }],
    });
  });

  it('of the network', () => {
    expectKnown(neighbour('198.18.0.11'), reachable, '02:77:00:00:00:0b');
    expectUnknown(neighbour('198.18.0.99'), silent, 'nobody on the segment answers for 198.18.0.99');
    expectKnown(addressNames(['10.77.1.11']), noNames, []);
    expectKnown(balancingSetting('conn_reuse_mode'), reuse, 3);
  });

  it('of programs and logins', () => {
    expectKnown(serverGreeting('10.77.0.14', 3306), admitted, 'admitted');
    expectKnown(ownLogins(), noLogins, []);
    expectKnown(missingAccountTools(), noneMissing, []);
    expectKnown(mailStores(), noMail, []);
  });
});

/** Files that hold no question of their own, or one whose answers are only seen in tests on hosts. */
const notRecorded: Readonly<Record<string, string>> = {
  'director-unit': 'a name',
  'log-paths': 'paths',
  'mount-faults': 'reads answers of others',
  'local-login': 'asked with a password; answers are seen by test/lab-tests/end-to-end/local-database.ts',
  'group-quota': 'answers are seen by test/lab-tests/end-to-end/external-storage.test.ts',
  'users-from-anywhere': 'answers are seen by test/lab-tests/end-to-end/mended-databases.ts',
  'kernel-nfs-client': 'answers as storage.kernelNfsServer does, of which they are recorded',
  'group-quotas': 'answers are seen by test/lab-tests/end-to-end/external-storage.test.ts',
};

it('is recorded of every question', () => {
  const probes = readdirSync(join(__dirname, '../../../src/probes'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('/') && file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'));
  const recorded = new Set(readdirSync(join(__dirname, 'fixtures')));
  const missing = probes.filter((name) => !recorded.has(name));
  expect(missing.toSorted()).toEqual(Object.keys(notRecorded).toSorted());
});
