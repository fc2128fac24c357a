import { randomUUID } from 'node:crypto';
import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { webDocumentRoot } from '../../../../src/steps/web/web-document-root.step.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { homesSteps } from '../../../lab-tests/steps/user-storage-steps.js';
import absent from '../../probes/fixtures/directory-at/absent.json';
import empty from '../../probes/fixtures/directory-at/empty.json';
import holds from '../../probes/fixtures/directory-at/holds.json';
import other from '../../probes/fixtures/directory-at/other.json';
import stale from '../../probes/fixtures/directory-at/stale.json';
import { managerId, publicCluster, withSite } from '../../rules/clusters.js';
import { decide, HostLook, remove, run } from '../host-look.js';

const path = '/chroot/home/bakery/public_html';
const unit = webDocumentRoot.typed({ host: managerId, name: 'bakery', uid: 20_001, gid: 20_001 });
const asAccount = ['setpriv', '--reuid', '20001', '--regid', '20001', '--clear-groups', '--'] as const;
const looking = (said: Parameters<HostLook['with']>[1]): HostLook => new HostLook().with(directoryAt(path), said);

describe('web.document-root', () => {
  it('is demanded where the homes are made, of accounts with a site', () => {
    const demanded = webDocumentRoot.demandedBy(publicCluster(withSite('NGINX', 'bakery.example')));
    expect(demanded).toMatchObject([{ hostId: managerId, unit: { key: 'bakery' } }]);
    expect(webDocumentRoot.demandedBy(publicCluster(withSite('NGINX', null)))).toEqual([]);
    expect(webDocumentRoot.demandedBy(publicCluster(withSite(null, 'bakery.example')))).toEqual([]);
  });

  it('makes it as the account, who could have put a link to anywhere into its own home', () => {
    expect(decide(unit, looking(absent))).toEqual(
      change(`make ${path}`, [run(...asAccount, 'mkdir', '-m', '0755', '--', path)]),
    );
  });

  it.each([empty, holds, other])('leaves to the customer what is there: %j', (said) => {
    expect(decide(unit, looking(said))).toEqual(done(`${path} is there`));
  });

  it('is in conflict with a storage that does not answer', () => {
    const away = conflict(
      `${path} does not answer`,
      'the NFS server that its file system is mounted from has forgotten it',
    );
    expect(decide(unit, looking(stale))).toEqual(away);
    expect(remove(unit, looking(stale))).toEqual(away);
  });

  it('removes it when it is empty, and keeps anything else', () => {
    expect(remove(unit, looking(empty))).toEqual(change(`remove ${path}`, [run(...asAccount, 'rmdir', '--', path)]));
    for (const said of [holds, other]) {
      expect(remove(unit, looking(said))).toEqual(done(`${path} is kept with what it holds`));
    }
    expect(remove(unit, looking(absent))).toEqual(done(`${path} is gone`));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const ids = { name: 'shop1', uid: 20_001, gid: 20_001 };
  const host = cluster.hostId('node2');
  return {
    kind: 'web.document-root',
    host: 'node2',
    input: { host, ...ids },
    otherInput: null,
    before: [
      ...homesSteps(cluster, 'node2'),
      { host: 'node2', kind: 'account.unix', input: { accountId: randomUUID(), ...ids } },
      { host: 'node2', kind: 'account.home', input: { host, ...ids, discard: false } },
    ],
    breakages: [{ what: 'it is gone', script: 'rmdir /chroot/home/shop1/public_html', says: 'CHANGED' }],
  };
}
