import { virtualServices } from '../../../../src/probes/balancing/virtual-services.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import { balancingDirector } from '../../../../src/steps/balancing/balancing-director.step.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';
import {
  absentFile,
  decide,
  HostLook,
  marked,
  remove,
  run,
  sha256,
  shownFile,
  shownUnit,
  theirFile,
  write,
} from '../host-look.js';

const host = '01900000-0000-7000-8000-000000000001';
const path = '/etc/keepalived/keepalived.conf';
const unitName = 'keepalived.service';
const node = '01900000-0000-7000-8000-000000000002';
const targets = [
  { hostId: host, address: '9.9.9.11', weight: 0 },
  { hostId: node, address: '9.9.9.12', weight: 1 },
];
const web = { address: '9.9.9.100', port: 80, scheduler: 'WRR', persistenceSeconds: 300, targets } as const;
const unit = balancingDirector.typed({ host, services: [web] });
const body = `virtual_server 9.9.9.100 80 {
    delay_loop 2
    lb_algo wrr
    lb_kind DR
    persistence_timeout 300
    protocol TCP
    real_server 9.9.9.11 80 {
        weight 0
        TCP_CHECK {
            connect_timeout 2
            retry 0
        }
    }
    real_server 9.9.9.12 80 {
        weight 1
        TCP_CHECK {
            connect_timeout 2
            retry 0
        }
    }
}
`;
const content = marked(`# Before: enabled=false active=false\n${body}`);
const service = '-A -t 9.9.9.100:80 -s wrr -p 300\n';
const table = `${service}-a -t 9.9.9.100:80 -r 9.9.9.11:80 -g -w 0\n-a -t 9.9.9.100:80 -r 9.9.9.12:80 -g -w 1\n`;
const untouched = new HostLook()
  .with(virtualServices(), '')
  .with(unitState(unitName), shownUnit({ active: false, enabled: false }))
  .with(fileAt(path), absentFile);
const right = new HostLook()
  .with(virtualServices(), table)
  .with(unitState(unitName), shownUnit())
  .with(fileAt(path), shownFile(content));
const summary = 'balance 9.9.9.100 port 80';
const enabled = run('systemctl', 'enable', '--no-reload', unitName);
const synced = run('sync', '-f', '/etc/systemd/system');
const restarted = run('systemctl', 'restart', unitName);

describe('balancing.director', () => {
  it.each([
    ['all of them', table],
    ['those that answer', `${service}-a -t 9.9.9.100:80 -r 9.9.9.12:80 -g -w 1\n`],
    ['none of them', service],
  ])('is done where the kernel balances to %s', (_, seen) => {
    expect(decide(unit, right.with(virtualServices(), seen))).toEqual(done('9.9.9.100 port 80 balanced'));
  });

  it('waits until each node holds every address that it is to answer at, since nothing else would tell', () => {
    expect(unit.needs).toEqual([
      { hostId: host, kind: 'packages.installed', key: 'cluster' },
      { hostId: host, kind: 'balancing.connections', key: 'reuse' },
      { hostId: host, kind: 'network.address', key: '9.9.9.100' },
      { hostId: node, kind: 'network.service-loopback', key: '9.9.9.100' },
    ]);
  });

  it('writes what is wanted and starts it', () => {
    expect(decide(unit, untouched)).toEqual(change(summary, [write(path, content, null), enabled, restarted, synced]));
  });

  it('has what runs read another file', () => {
    const other = content.replace('weight 1', 'weight 7');
    expect(decide(unit, right.with(fileAt(path), shownFile(other)))).toEqual(
      change(summary, [write(path, content, sha256(other)), enabled, run('systemctl', 'reload', unitName), synced]),
    );
  });

  it.each([
    ['nothing', ''],
    ['by another scheduler', table.replace('wrr', 'rr')],
    ['without persistence', table.replace(' -p 300', '')],
    ['with another weight', table.replace('-w 0', '-w 5')],
    ['to a host that is none of ours', `${table}-a -t 9.9.9.100:80 -r 9.9.9.66:80 -g -w 1\n`],
    ['to another port', table.replace('9.9.9.12:80', '9.9.9.12:8080')],
    ['by address translation', table.replace('-g -w 1', '-m -w 1')],
  ])('restarts what runs where the kernel balances %s', (_, seen) => {
    expect(decide(unit, right.with(virtualServices(), seen))).toEqual(change(summary, [enabled, restarted, synced]));
  });

  it.each([
    ['stopped', { active: false }, [enabled, restarted, synced]],
    ['disabled', { enabled: false }, [enabled, restarted, synced]],
    ['changed under systemd', { reload: true }, [run('systemctl', 'daemon-reload'), enabled, restarted, synced]],
  ])('mends a unit that is %s', (_, state, changes) => {
    expect(decide(unit, right.with(unitState(unitName), shownUnit(state)))).toEqual(change(summary, changes));
  });

  it('is in conflict with a balancer of somebody else', () => {
    expect(decide(unit, untouched.with(fileAt(path), theirFile))).toEqual(
      conflict(`${path} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  it('gives a host back the state that the file notes', () => {
    expect(remove(unit, right, { first: untouched })).toEqual(
      change('stop balancing', [
        run('systemctl', 'disable', '--no-reload', unitName),
        run('systemctl', 'stop', unitName),
        { do: 'removeFile', path, replaces: sha256(content) },
      ]),
    );
    for (const said of [absentFile, theirFile]) {
      expect(remove(unit, right.with(fileAt(path), said), { first: untouched })).toEqual(
        done('nothing is balanced by us'),
      );
    }
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const host = cluster.hostId('manager');
  const { publicNetwork } = cluster.lab;
  const address = publicNetwork.replace('.0/24', '.201');
  const own = ['manager', 'node1', 'node2'].map((name) => ({
    hostId: cluster.hostId(name),
    address: cluster.lab.host(name).publicAddress ?? '',
    weight: name === 'manager' ? 0 : 1,
  }));
  const http = { address, port: 80, scheduler: 'WLC', persistenceSeconds: 300, targets: own };
  const named = `${address}:80`;
  return {
    kind: 'balancing.director',
    host: 'manager',
    input: { host, services: [http] },
    otherInput: {
      host,
      services: [
        { ...http, scheduler: 'RR', persistenceSeconds: 0 },
        { ...http, port: 443 },
      ],
    },
    before: [{ host: 'manager', kind: 'network.address', input: { host, address, cidr: publicNetwork } }],
    breakages: [
      { what: 'the kernel balances nothing', script: 'ipvsadm --clear', says: 'CHANGED' },
      { what: 'its scheduler is another', script: `ipvsadm -E -t ${named} -s rr -p 300`, says: 'CHANGED' },
      { what: 'clients change hosts', script: `ipvsadm -E -t ${named} -s wlc`, says: 'CHANGED' },
      {
        what: 'somebody added a host',
        script: `ipvsadm -a -t ${named} -r ${publicNetwork.replace('.0/24', '.66')}:80 -g -w 1`,
        says: 'CHANGED',
      },
      { what: 'it is stopped', script: 'systemctl stop keepalived', says: 'CHANGED' },
      { what: 'it is disabled', script: 'systemctl disable keepalived', says: 'CHANGED' },
      { what: 'its settings are deleted', script: `rm ${path}`, says: 'CHANGED' },
      { what: 'its settings are edited', script: `echo '# x' >>${path}`, says: 'CHANGED' },
      { what: 'others may not read its settings', script: `chmod 600 ${path}`, says: 'CHANGED' },
      { what: 'its settings are of somebody else', ...ofSomebodyElse(path) },
    ],
  };
}
