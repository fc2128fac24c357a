import { z } from 'zod';
import { managedServices } from '../../domain/balanced-services.js';
import { managerOf } from '../../domain/members.js';
import { connectionReuse } from '../../probes/balancing/connection-reuse.js';
import { fileAt } from '../../probes/system/file-at.js';
import { unitState } from '../../probes/system/unit-state.js';
import { beforeNote, readBeforeNote, valuesBefore } from '../before-note.js';
import { change, conflict, done } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { carriesOurMark } from '../own-mark.js';
import { ownedUnit, type OwnedUnit } from '../owned-unit.js';
import { hostStep, type Facts } from '../step.js';

const unitName = 'hostwright-balancing.service';
const path = `/etc/systemd/system/${unitName}`;

/**
 * By direct routing the kernel sees nothing of a connection after its client's FIN and keeps it for two minutes. A client's port that
 * comes again in them goes where it went before, past weights and hosts that were added, and to nobody where that host was taken
 * out. Bit 1, which is all that the kernel does by itself, is for connections that were seen to end; bit 2 is for these.
 * Source: `ipvs-sysctl` in the documentation of the kernel.
 */
const wanted = 3;
const kernelDefault = 1;

/** A unit and no file of sysctl.d, which is read at boot before the module is there. What was before is kept in it. */
function settingsUnit(facts: Facts): OwnedUnit {
  const seen = facts.read(fileAt(path));
  const noted = seen.is === 'file' && carriesOurMark(seen.content) ? readBeforeNote(seen.content) : undefined;
  const before = noted?.get('reuse') ?? facts.read(connectionReuse()) ?? kernelDefault;
  return ownedUnit(
    unitName,
    `${beforeNote({ reuse: before })}
[Unit]
Description=New connections from ports of clients that come again
Before=keepalived.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStartPre=-/sbin/modprobe ip_vs
ExecStart=/sbin/sysctl -q net.ipv4.vs.conn_reuse_mode=${wanted}

[Install]
WantedBy=multi-user.target
`,
  );
}

/** Has the manager balance every new connection, even one from a client's port that it has just seen. */
export const balancingConnections = hostStep({
  kind: 'balancing.connections',
  version: 1,
  phase: 'SERVICES',
  set: false,
  data: false,
  disruptive: false,
  input: z.strictObject({}),
  demands: ({ core }) => {
    const manager = managerOf(core);
    if (manager === undefined || managedServices(core).length === 0) return [];
    return [{ hostId: manager.member.hostId, input: {} }];
  },
  key: () => 'reuse',
  needs: () => [],
  probes: () => [connectionReuse(), fileAt(path), unitState(unitName)],
  writes: () => [connectionReuse(), fileAt(path), unitState(unitName)],
  settleSeconds: 5,
  decide: (_, facts) => {
    const unit = settingsUnit(facts);
    if (unit.isForeign(facts)) return conflict(`${path} belongs to somebody else`, 'it lacks our mark');
    if (facts.read(connectionReuse()) === wanted && unit.isRight(facts))
      return done('every new connection is balanced');
    return change('balance every new connection', unit.install(facts));
  },
  remove: (_, facts, { firstLook }) => {
    const seen = facts.read(fileAt(path));
    const removal = settingsUnit(facts).remove(facts);
    if (removal.length === 0 || seen.is !== 'file') return done('how connections are balanced is not ours');
    const first = firstReading(firstLook, connectionReuse());
    const before = valuesBefore(seen.content, firstLook, fileAt(path), { reuse: first ?? kernelDefault });
    const reuse = facts.read(connectionReuse()) === null ? undefined : before?.get('reuse');
    return change('balance new connections as before', [
      ...(reuse === undefined
        ? []
        : [{ do: 'run', argv: ['sysctl', '-q', `net.ipv4.vs.conn_reuse_mode=${reuse}`] } as const]),
      ...removal,
    ]);
  },
});
