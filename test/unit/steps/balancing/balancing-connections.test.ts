import { balancingSetting } from '../../../../src/probes/balancing/balancing-setting.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import { balancingConnections } from '../../../../src/steps/balancing/balancing-connections.step.js';
import { difference } from '../../../../src/plan/difference.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { balanced, managerId, publicCluster } from '../../rules/clusters.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';
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

const reuse = balancingSetting('conn_reuse_mode');
const quiescent = balancingSetting('expire_quiescent_template');
const name = 'hostwright-balancing.service';
const path = `/etc/systemd/system/${name}`;
const contentAfter = (reuse: number, quiescent = 0): string =>
  marked(`# Before: reuse=${reuse} quiescent=${quiescent}
[Unit]
Description=New connections go where weights send them
Before=keepalived.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStartPre=-/sbin/modprobe ip_vs
ExecStart=/sbin/sysctl -q net.ipv4.vs.conn_reuse_mode=3 net.ipv4.vs.expire_quiescent_template=1

[Install]
WantedBy=multi-user.target
`);
const content = contentAfter(1);
const unit = balancingConnections.typed({});
const untouched = new HostLook()
  .with(reuse, '')
  .with(quiescent, '')
  .with(fileAt(path), absentFile)
  .with(unitState(name), absentUnit);
const right = new HostLook()
  .with(reuse, '3\n')
  .with(quiescent, '1\n')
  .with(fileAt(path), shownFile(content))
  .with(unitState(name), shownUnit());
const summary = 'balance every new connection';

describe('balancing.connections', () => {
  it('is done where kernel and unit say so', () => {
    expect(decide(unit, right)).toEqual(done('every new connection is balanced'));
  });

  it('starts a unit that loads the module, and notes what was before', () => {
    expect(decide(unit, untouched)).toEqual(change(summary, [write(path, content, null), ...started(name)]));
    expect(decide(unit, untouched.with(reuse, '0\n').with(quiescent, '1\n'))).toEqual(
      change(summary, [write(path, contentAfter(0, 1), null), ...started(name)]),
    );
  });

  it.each(['', '0\n', '1\n'])('starts the unit again where the kernel says %j', (now) => {
    expect(decide(unit, right.with(reuse, now))).toEqual(change(summary, started(name)));
  });

  it('starts the unit again where persistence outlives a weight of 0', () => {
    expect(decide(unit, right.with(quiescent, '0\n'))).toEqual(change(summary, started(name)));
  });

  it('keeps what the unit says of before', () => {
    const edited = marked('# Before: reuse=1 quiescent=0\n');
    expect(decide(unit, right.with(fileAt(path), shownFile(edited)))).toEqual(
      change(summary, [write(path, content, sha256(edited)), ...started(name)]),
    );
  });

  it('notes what was before of a setting that the unit did not know yet', () => {
    const former = marked('# Before: reuse=0\n');
    const facts = right.with(quiescent, '0\n').with(fileAt(path), shownFile(former));
    expect(decide(unit, facts)).toEqual(
      change(summary, [write(path, contentAfter(0, 0), sha256(former)), ...started(name)]),
    );
  });

  it('is planned anew where version 1 made it, whose unit says nothing of persistence', () => {
    const placed = balancingConnections.demandedBy(publicCluster(balanced({})));
    const row = {
      hostId: managerId,
      kind: 'balancing.connections',
      key: 'reuse',
      input: {},
      origin: 'CREATED',
      firstLook: {},
    } as const;
    expect(difference([{ ...row, version: 1 }], placed)).toEqual({ make: placed, remove: [] });
    expect(difference([{ ...row, version: 2 }], placed)).toEqual({ make: [], remove: [] });
  });

  it('is in conflict with a unit of somebody else', () => {
    expect(decide(unit, right.with(fileAt(path), theirFile))).toEqual(
      conflict(`${path} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  it('gives the kernel its former setting and removes the unit', () => {
    const summaryOfRemoval = 'balance new connections as before';
    const told = (...values: readonly [number, number]): ReturnType<typeof run> =>
      run(
        'sysctl',
        '-q',
        `net.ipv4.vs.conn_reuse_mode=${values[0]}`,
        `net.ipv4.vs.expire_quiescent_template=${values[1]}`,
      );
    expect(remove(unit, right, { first: untouched })).toEqual(
      change(summaryOfRemoval, [told(1, 0), ...stopped(name, content)]),
    );
    expect(remove(unit, right.with(reuse, '').with(quiescent, ''), { first: untouched })).toEqual(
      change(summaryOfRemoval, stopped(name, content)),
    );
    const other = untouched.with(reuse, '0\n').with(quiescent, '1\n');
    expect(remove(unit, right, { first: other })).toEqual(
      change(summaryOfRemoval, [told(0, 1), ...stopped(name, content)]),
    );
  });

  it.each([absentFile, theirFile])('has nothing to remove where the unit is %j', (said) => {
    expect(remove(unit, right.with(fileAt(path), said), { first: untouched })).toEqual(
      done('how connections are balanced is not ours'),
    );
  });
});

/** How it is tried on lab hosts. */
export function onHosts(): KindCase {
  return {
    kind: 'balancing.connections',
    host: 'manager',
    input: {},
    otherInput: null,
    before: [],
    breakages: [
      {
        what: 'ports that come again go where they went',
        script: 'echo 1 >/proc/sys/net/ipv4/vs/conn_reuse_mode',
        says: 'CHANGED',
      },
      {
        what: 'persistence outlives a weight of 0',
        script: 'echo 0 >/proc/sys/net/ipv4/vs/expire_quiescent_template',
        says: 'CHANGED',
      },
      { what: 'it is not set at boot', script: `systemctl disable ${name}`, says: 'CHANGED' },
      { what: 'the unit is stopped', script: `systemctl stop ${name}`, says: 'CHANGED' },
      { what: 'the unit is deleted', script: `rm ${path}`, says: 'CHANGED' },
      { what: 'the unit is edited', script: `echo '# x' >>${path}`, says: 'CHANGED' },
      { what: 'the unit is of somebody else', ...ofSomebodyElse(path) },
    ],
  };
}
