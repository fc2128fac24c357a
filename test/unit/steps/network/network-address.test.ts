import { addressClaim } from '../../../../src/probes/network/address-claim.js';
import { addressHolders } from '../../../../src/probes/network/address-holders.js';
import { addresses } from '../../../../src/probes/network/addresses.js';
import { ownConnection } from '../../../../src/probes/network/own-connection.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import type { Change } from '../../../../src/steps/change.js';
import { change, commitConfirmed, conflict, done } from '../../../../src/steps/decision.js';
import { networkAddress } from '../../../../src/steps/network/network-address.step.js';
import claimed from '../../probes/fixtures/address-claim/claimed.json';
import contested from '../../probes/fixtures/address-claim/contested.json';
import free from '../../probes/fixtures/address-claim/free.json';
import heldHere from '../../probes/fixtures/address-claim/held.json';
import unchecked from '../../probes/fixtures/address-claim/unchecked.json';
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

const address = '10.0.0.10';
const name = 'hostwright-address-10.0.0.10.service';
const path = `/etc/systemd/system/${name}`;

function unitOn(link: string): string {
  return marked(`[Unit]
Description=Address 10.0.0.10 on ${link}
Wants=network-online.target
After=network.target network-online.target
Before=rpc-statd.service rpc-statd-notify.service nfs-server.service keepalived.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/sbin/ip address replace 10.0.0.10/32 dev ${link}
ExecStartPost=-/usr/bin/arping -q -U -c 1 -I ${link} 10.0.0.10
Restart=on-failure
RestartSec=5

[Install]
WantedBy=multi-user.target
`);
}

function link(ifname: string, local: string, flags: readonly string[] = ['UP']): object {
  return { ifname, flags, addr_info: [{ family: 'inet', local, prefixlen: 24, scope: 'global' }] };
}

function held(...holders: readonly [link: string, prefixlen: number][]): string {
  return JSON.stringify(
    holders.map(([ifname, prefixlen]) => ({ ifname, addr_info: [{ family: 'inet', local: address, prefixlen }] })),
  );
}

function cameOver(own: string): string {
  return `0 0 ${own}:22 192.0.2.1:36204 users:(("sshd",pid=768,fd=4))\n`;
}

function del(on: string): Change {
  return { do: 'run', argv: ['ip', 'address', 'del', '10.0.0.10/32', 'dev', on], alsoOk: [2] };
}

const replace = (on: string): Change => run('ip', 'address', 'replace', '10.0.0.10/32', 'dev', on);
const bothLinks = JSON.stringify([link('eth0', '9.9.9.11'), link('eth1', '10.0.0.11')]);
const unit = networkAddress.typed({
  host: '01900000-0000-7000-8000-000000000001',
  address,
  cidr: '10.0.0.0/24',
});
const untouched = new HostLook()
  .with(addresses(), bothLinks)
  .with(addressHolders(address), '[]')
  .with(addressClaim(address), free)
  .with(ownConnection(), cameOver('9.9.9.11'))
  .with(fileAt(path), absentFile)
  .with(unitState(name), absentUnit);
const right = untouched
  .with(addressHolders(address), held(['eth1', 32]))
  .with(addressClaim(address), heldHere)
  .with(fileAt(path), shownFile(unitOn('eth1')))
  .with(unitState(name), shownUnit());
const persist = [write(path, unitOn('eth1'), null), ...started(name)];

describe('network.address', () => {
  it('is done where the link of its network holds it now and at every boot', () => {
    expect(decide(unit, right)).toEqual(done('10.0.0.10 is bound to eth1'));
  });

  it.each([free, unchecked])('binds it to the link of its network: %j', (claim) => {
    expect(decide(unit, untouched.with(addressClaim(address), claim))).toEqual(
      change('bind 10.0.0.10 to eth1', [replace('eth1'), ...persist]),
    );
  });

  it.each([
    ['carries our connection', cameOver('10.0.0.11')],
    ['may carry our connection, which cannot be told', 'none\n'],
  ])('has the change confirmed where the link %s', (_, own) => {
    expect(decide(unit, untouched.with(ownConnection(), own))).toEqual(
      commitConfirmed('bind 10.0.0.10 to eth1', [replace('eth1')], {
        undo: [del('eth1')],
        confirm: persist,
        seconds: 60,
      }),
    );
  });

  it.each([
    ['not started at a boot', right.with(unitState(name), shownUnit({ enabled: false })), []],
    ['not started', right.with(unitState(name), shownUnit({ active: false })), []],
    ['not read by systemd', right.with(unitState(name), shownUnit({ reload: true })), []],
    ['gone', right.with(fileAt(path), absentFile).with(unitState(name), absentUnit), persist.slice(0, 1)],
  ])('only mends the unit where that is %s', (_, look, first) => {
    expect(decide(unit, look)).toEqual(change('keep 10.0.0.10 on eth1 over a boot', [...first, ...started(name)]));
  });

  it('moves it from a link of a former input, and back where that is not confirmed', () => {
    const look = right.with(fileAt(path), shownFile(unitOn('eth0'))).with(addressHolders(address), held(['eth0', 32]));
    expect(decide(unit, look)).toEqual(
      commitConfirmed('bind 10.0.0.10 to eth1', [del('eth0'), replace('eth1')], {
        undo: [del('eth1'), replace('eth0')],
        confirm: [write(path, unitOn('eth1'), sha256(unitOn('eth0'))), ...started(name)],
        seconds: 60,
      }),
    );
  });

  it.each([
    ['another link, none of ours', right.with(addressHolders(address), held(['eth0', 24])), 'eth0', 24],
    [
      'our former link, with a prefix that is not ours',
      right.with(fileAt(path), shownFile(unitOn('eth0'))).with(addressHolders(address), held(['eth0', 24])),
      'eth0',
      24,
    ],
  ])('is in conflict with %s', (_, look, on, prefix) => {
    expect(decide(unit, look)).toEqual(
      conflict('10.0.0.10 is on another link than eth1', `${on} holds it with prefix length ${prefix}`),
    );
  });

  it('is in conflict with another host that answers for it', () => {
    expect(decide(unit, untouched.with(addressClaim(address), claimed))).toEqual(
      conflict('10.0.0.10 is already used on the segment', '02:77:01:00:00:0C answers for it'),
    );
  });

  it('stays where another host answers for it too: giving it up would help that one alone', () => {
    const look = right.with(addressClaim(address), contested);
    expect(decide(unit, look)).toEqual(done('10.0.0.10 is bound to eth1'));
  });

  it('is in conflict with a unit of somebody else', () => {
    expect(decide(unit, untouched.with(fileAt(path), theirFile))).toEqual(
      conflict(`${path} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  it.each([
    ['no other address', [link('eth0', '9.9.9.11'), link('eth1', address)], 'eth0: 9.9.9.11; eth1: 10.0.0.10'],
    ['a link that is down', [link('eth1', '10.0.0.11', [])], 'eth1: 10.0.0.11'],
  ])('is in conflict where its network has %s', (_, links, evidence) => {
    expect(decide(unit, untouched.with(addresses(), JSON.stringify(links)))).toEqual(
      conflict('no link of the host carries an address within 10.0.0.0/24', evidence),
    );
  });

  it('is in conflict with a link whose name is no plain text', () => {
    expect(decide(unit, untouched.with(addresses(), JSON.stringify([link('eth$x', '10.0.0.11')])))).toEqual(
      conflict('the link has a name that cannot be kept over a boot', 'eth$x'),
    );
  });

  it('takes the address from the link and removes the unit', () => {
    expect(remove(unit, right)).toEqual(
      change('remove 10.0.0.10 from eth1', [del('eth1'), ...stopped(name, unitOn('eth1'))]),
    );
  });

  it('has the removal confirmed where the link carries our connection', () => {
    expect(remove(unit, right.with(ownConnection(), cameOver('10.0.0.11')))).toEqual(
      commitConfirmed('remove 10.0.0.10 from eth1', [del('eth1')], {
        undo: [replace('eth1')],
        confirm: stopped(name, unitOn('eth1')),
        seconds: 60,
      }),
    );
  });

  it('removes a unit whose address is not held', () => {
    expect(remove(unit, right.with(addressHolders(address), '[]'))).toEqual(
      change('forget 10.0.0.10', stopped(name, unitOn('eth1'))),
    );
  });

  it.each([
    ['nothing is there', untouched, 'CREATED'],
    ['the link holds it as its own', untouched.with(addressHolders(address), held(['eth1', 24])), 'CREATED'],
    ['it was bound before', right.with(fileAt(path), absentFile), 'ADOPTED'],
  ] as const)('has nothing to remove where %s', (_, look, origin) => {
    expect(remove(unit, look, { origin })).toEqual(done('10.0.0.10 is not bound by us'));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const { publicNetwork, privateNetwork } = cluster.lab;
  const quorum = privateNetwork.replace('.0/24', '.200');
  const own = cluster.lab.host('node2').privateAddress ?? '';
  const host = cluster.hostId('node2');
  const unit = `hostwright-address-${quorum}.service`;
  const file = `/etc/systemd/system/${unit}`;
  return {
    kind: 'network.address',
    host: 'node2',
    input: { host, address: quorum, cidr: privateNetwork },
    beyondReach: [ownConnection()],
    otherInput: { host, address: quorum, cidr: publicNetwork },
    before: [],
    breakages: [
      { what: 'the address is taken off', script: `ip address del ${quorum}/32 dev eth1`, says: 'CHANGED' },
      { what: 'its unit is deleted', script: `rm ${file}`, says: 'CHANGED' },
      { what: 'its unit is edited', script: `echo '# x' >>${file}`, says: 'CHANGED' },
      { what: 'its unit may be read by root only', script: `chmod 600 ${file}`, says: 'CHANGED' },
      { what: 'its unit is disabled', script: `systemctl disable ${unit}`, says: 'CHANGED' },
      { what: 'systemd read another unit', script: `touch ${file}`, says: 'CHANGED' },
      { what: 'its unit is of somebody else', ...ofSomebodyElse(file) },
      {
        what: 'another link holds the address',
        script: `ip address add ${quorum}/32 dev lo`,
        says: /on another link than eth1.*lo holds it/,
        mend: `ip address del ${quorum}/32 dev lo`,
      },
      {
        what: 'another host answers for the address',
        elsewhere: { host: 'db1', script: `ip address add ${quorum}/24 dev eth0` },
        script: `ip address del ${quorum}/32 dev eth1`,
        says: /already used on the segment/,
        mendElsewhere: { host: 'db1', script: `ip address del ${quorum}/24 dev eth0` },
      },
      {
        what: 'no link is in its network',
        script: `ip address del ${own}/24 dev eth1`,
        says: /no link of the host carries/,
        mend: `ip address add ${own}/24 dev eth1 && ip address replace ${quorum}/32 dev eth1`,
      },
    ],
  };
}
