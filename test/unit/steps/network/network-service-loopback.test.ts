import { addressHolders } from '../../../../src/probes/network/address-holders.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { networkServiceLoopback } from '../../../../src/steps/network/network-service-loopback.step.js';
import {
  absentFile,
  absentUnit,
  decide,
  HostLook,
  marked,
  remove,
  run,
  sha256,
  shownFile,
  shownUnit,
  started,
  stopped,
  theirFile,
  write,
} from '../host-look.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';

const host = '01900000-0000-7000-8000-000000000002';
const address = '9.9.9.100';
const name = `hostwright-loopback-${address}.service`;
const path = `/etc/systemd/system/${name}`;
const content = marked(`[Unit]
Description=Service address 9.9.9.100 on the loopback
After=systemd-sysctl.service
Before=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStartPre=/lib/systemd/systemd-sysctl /etc/sysctl.d/99-zz-hostwright-arp.conf
ExecStart=/sbin/ip address replace 9.9.9.100/32 dev lo

[Install]
WantedBy=multi-user.target
`);

function held(ifname: string, prefixlen: number): string {
  return JSON.stringify([{}, { ifname, addr_info: [{ family: 'inet', local: address, prefixlen, scope: 'global' }] }]);
}

const unit = networkServiceLoopback.typed({ host, address });
const untouched = new HostLook()
  .with(addressHolders(address), '[]')
  .with(fileAt(path), absentFile)
  .with(unitState(name), absentUnit);
const right = new HostLook()
  .with(addressHolders(address), held('lo', 32))
  .with(fileAt(path), shownFile(content))
  .with(unitState(name), shownUnit());
const summary = `put ${address} on the loopback`;

describe('network.service-loopback', () => {
  it('is done where the loopback holds the address now and at every boot', () => {
    expect(decide(unit, right)).toEqual(done(`${address} is on the loopback`));
  });

  it('writes a unit and binds the address by starting it', () => {
    expect(decide(unit, untouched)).toEqual(change(summary, [write(path, content, null), ...started(name)]));
  });

  it.each([
    ['is not held', right.with(addressHolders(address), '[]')],
    ['is held with another prefix', right.with(addressHolders(address), held('lo', 24))],
    ['is not bound at a boot', right.with(unitState(name), shownUnit({ enabled: false }))],
    ['has a unit that systemd has not read', right.with(unitState(name), shownUnit({ reload: true }))],
  ])('starts the unit again where the address %s', (_, look) => {
    expect(decide(unit, look)).toEqual(change(summary, started(name)));
  });

  it('writes a unit of ours again that was edited', () => {
    const edited = `${content}# x\n`;
    const look = right.with(fileAt(path), shownFile(edited));
    expect(decide(unit, look)).toEqual(change(summary, [write(path, content, sha256(edited)), ...started(name)]));
  });

  it('is in conflict with a unit of somebody else', () => {
    expect(decide(unit, right.with(fileAt(path), theirFile))).toEqual(
      conflict(`${path} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  it('is in conflict with a link that would answer ARP for the address', () => {
    expect(decide(unit, untouched.with(addressHolders(address), held('eth0', 24)))).toEqual(
      conflict(`the node holds ${address} for itself`, 'eth0 holds it and would answer ARP for it'),
    );
  });

  it('takes the address from the loopback and removes the unit', () => {
    const del = { ...run('ip', 'address', 'del', `${address}/32`, 'dev', 'lo'), alsoOk: [2] };
    expect(remove(unit, right)).toEqual(change(`take ${address} from the loopback`, [del, ...stopped(name, content)]));
  });

  it.each([absentFile, theirFile])('has nothing to remove where the unit is %j', (said) => {
    expect(remove(unit, right.with(fileAt(path), said))).toEqual(done(`${address} is not on the loopback by us`));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const service = cluster.lab.publicNetwork.replace('.0/24', '.201');
  const loopbackUnit = `hostwright-loopback-${service}.service`;
  const loopbackFile = `/etc/systemd/system/${loopbackUnit}`;
  return {
    kind: 'network.service-loopback',
    host: 'node2',
    input: { host: cluster.hostId('node2'), address: service },
    otherInput: null,
    before: [{ host: 'node2', kind: 'network.arp', input: {} }],
    breakages: [
      { what: 'the address is taken off', script: `ip address del ${service}/32 dev lo`, says: 'CHANGED' },
      { what: 'its unit is deleted', script: `rm ${loopbackFile}`, says: 'CHANGED' },
      { what: 'its unit is edited', script: `echo '# x' >>${loopbackFile}`, says: 'CHANGED' },
      { what: 'others may not read its unit', script: `chmod 600 ${loopbackFile}`, says: 'CHANGED' },
      { what: 'its unit was changed under systemd', script: `touch ${loopbackFile}`, says: 'CHANGED' },
      { what: 'its unit is disabled', script: `systemctl disable ${loopbackUnit}`, says: 'CHANGED' },
      { what: 'its unit is of somebody else', ...ofSomebodyElse(loopbackFile) },
      {
        what: 'another link holds the address',
        script: `ip address add ${service}/32 dev eth0`,
        says: /would answer ARP for it/,
        mend: `ip address del ${service}/32 dev eth0`,
      },
    ],
  };
}
