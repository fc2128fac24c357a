import { quotaDaemon } from '../../../../src/probes/storage/quota-daemon.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { storageQuotaServer } from '../../../../src/steps/storage/storage-quota-server.step.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';
import {
  absentFile,
  absentUnit,
  decide,
  HostLook,
  marked,
  remove,
  run,
  shownFile,
  shownUnit,
  started,
  stopped,
  theirFile,
  write,
} from '../host-look.js';
import { registeredBut } from '../registered.js';

const name = 'hostwright-quota-server.service';
const path = `/etc/systemd/system/${name}`;
const packaged = unitState('quotarpc.service');
const content = marked(`[Unit]
Description=Lets the manager of the cluster set the quotas of accounts
Wants=rpcbind.service
After=rpcbind.service quotarpc.service

[Service]
ExecStart=/usr/sbin/rpc.rquotad --foreground --setquota
Restart=on-failure

[Install]
WantedBy=multi-user.target
`);
const unit = storageQuotaServer.typed({ host: '01900000-0000-7000-8000-000000000005' });
const untouched = new HostLook()
  .with(fileAt(path), absentFile)
  .with(unitState(name), absentUnit)
  .with(packaged, shownUnit({ active: false, enabled: false }))
  .with(quotaDaemon(), 'none\n')
  .with(ownRpcPrograms(), registeredBut('quota'));
const right = untouched
  .with(fileAt(path), shownFile(content))
  .with(unitState(name), shownUnit())
  .with(quotaDaemon(), '/usr/sbin/rpc.rquotad\n--foreground\n--setquota\n')
  .with(ownRpcPrograms(), registeredBut());
const summary = 'take quotas by RPC';

describe('storage.quota-server', () => {
  it('is done where it runs and takes quotas, now and at every boot', () => {
    expect(decide(unit, right)).toEqual(done('quotas are taken by RPC'));
  });

  it('writes its unit and starts it', () => {
    expect(decide(unit, untouched)).toEqual(change(summary, [write(path, content, null), ...started(name)]));
  });

  it.each([
    ['another one that takes none came after it', right.with(quotaDaemon(), '/usr/sbin/rpc.rquotad\n')],
    ['nothing runs', right.with(quotaDaemon(), 'none\n')],
    ['the port mapper has forgotten it', right.with(ownRpcPrograms(), registeredBut('quota'))],
    ['it is stopped', right.with(unitState(name), shownUnit({ active: false }))],
    ['it is disabled', right.with(unitState(name), shownUnit({ enabled: false }))],
    ['it was changed under systemd', right.with(unitState(name), shownUnit({ reload: true }))],
  ])('starts it anew where %s', (_, look) => {
    expect(decide(unit, look)).toEqual(change(summary, started(name)));
  });

  it('is in conflict with a unit of somebody else', () => {
    expect(decide(unit, right.with(fileAt(path), theirFile))).toEqual(
      conflict(`${path} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  it('is removed, and leaves clients to the one of the package where that runs', () => {
    const gone = 'take no quotas by RPC any more';
    expect(remove(unit, right)).toEqual(change(gone, stopped(name, content)));
    expect(remove(unit, right.with(packaged, shownUnit()))).toEqual(
      change(gone, [...stopped(name, content), run('systemctl', 'restart', 'quotarpc.service')]),
    );
    expect(remove(unit, untouched)).toEqual(done('quotas are not taken by RPC for us'));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const service = 'hostwright-quota-server.service';
  const file = `/etc/systemd/system/${service}`;
  return {
    kind: 'storage.quota-server',
    host: 'bare',
    input: { host: cluster.hostId('bare') },
    otherInput: null,
    before: [
      { host: 'bare', kind: 'packages.installed', input: { purpose: 'quotas', packages: ['quota', 'rpcbind'] } },
    ],
    breakages: [
      { what: 'it is stopped', script: `systemctl stop ${service}`, says: 'CHANGED' },
      {
        what: 'another one that takes none came after it',
        script: 'rpc.rquotad',
        says: 'CHANGED',
        mend: 'pkill -o -x rpc.rquotad',
      },
      { what: 'the port mapper has forgotten it', script: 'rpcinfo -d 100011 1', says: 'CHANGED' },
      { what: 'it is disabled', script: `systemctl disable ${service}`, says: 'CHANGED' },
      { what: 'its unit is deleted', script: `rm ${file}`, says: 'CHANGED' },
      { what: 'its unit is of somebody else', ...ofSomebodyElse(file) },
    ],
  };
}
