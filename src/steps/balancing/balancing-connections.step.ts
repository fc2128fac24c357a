import { z } from 'zod';
import { managedServices } from '../../domain/balanced-services.js';
import { managerOf } from '../../domain/members.js';
import { balancingSetting, type BalancingSetting } from '../../probes/balancing/balancing-setting.js';
import { fileAt } from '../../probes/system/file-at.js';
import { unitState } from '../../probes/system/unit-state.js';
import { beforeNote, readBeforeNote, valuesBefore } from '../before-note.js';
import { change, conflict, done } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { carriesOurMark } from '../own-mark.js';
import { ownedUnit, type OwnedUnit } from '../owned-unit.js';
import { hostStep, type Facts, type LedgerMemory } from '../step.js';

const unitName = 'hostwright-balancing.service';
const path = `/etc/systemd/system/${unitName}`;

interface Wanted {
  /** In the note of what was before. */
  readonly noted: string;
  readonly setting: BalancingSetting;
  readonly value: number;
  readonly kernelDefault: number;
}

/**
 * By direct routing the kernel sees nothing of a connection after its client's FIN and keeps it for two minutes. A client's port that
 * comes again in them goes where it went before, past weights and hosts that were added, and to nobody where that host was taken
 * out. Bit 1, which is all that the kernel does by itself, is for connections that were seen to end; bit 2 is for these.
 *
 * A client with persistence goes on to its host when that gets the weight 0, for as long as it comes again before its time is over,
 * unless persistence ends there.
 * Source: `ipvs-sysctl` in the documentation of the kernel.
 */
const wanted: readonly Wanted[] = [
  { noted: 'reuse', setting: 'conn_reuse_mode', value: 3, kernelDefault: 1 },
  { noted: 'quiescent', setting: 'expire_quiescent_template', value: 1, kernelDefault: 0 },
];

const settings = wanted.map(({ setting }) => balancingSetting(setting));

function assignment(setting: BalancingSetting, value: string | number): string {
  return `net.ipv4.vs.${setting}=${value}`;
}

/** A unit and no file of sysctl.d, which is read at boot before the module is there. What was before is kept in it. */
function settingsUnit(facts: Facts): OwnedUnit {
  const seen = facts.read(fileAt(path));
  const noted = seen.is === 'file' && carriesOurMark(seen.content) ? readBeforeNote(seen.content) : undefined;
  const before = wanted.map(
    (one) =>
      [one.noted, noted?.get(one.noted) ?? facts.read(balancingSetting(one.setting)) ?? one.kernelDefault] as const,
  );
  return ownedUnit(
    unitName,
    `${beforeNote(Object.fromEntries(before))}
[Unit]
Description=New connections go where weights send them
Before=keepalived.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStartPre=-/sbin/modprobe ip_vs
ExecStart=/sbin/sysctl -q ${wanted.map(({ setting, value }) => assignment(setting, value)).join(' ')}

[Install]
WantedBy=multi-user.target
`,
  );
}

/** What the kernel shall be told when we go: how it was before, where it can be told. */
function formerAssignments(content: string, facts: Facts, firstLook: LedgerMemory['firstLook']): readonly string[] {
  const first = wanted.map(
    ({ noted, setting, kernelDefault }) =>
      [noted, firstReading(firstLook, balancingSetting(setting)) ?? kernelDefault] as const,
  );
  const before = valuesBefore(content, firstLook, fileAt(path), Object.fromEntries(first));
  return wanted.flatMap(({ noted, setting, kernelDefault }) =>
    before === undefined || facts.read(balancingSetting(setting)) === null
      ? []
      : [assignment(setting, before.get(noted) ?? kernelDefault)],
  );
}

/** Has the manager balance every new connection by weight, even one from a client's port or with persistence that it knows already. */
export const balancingConnections = hostStep({
  kind: 'balancing.connections',
  version: 2,
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
  probes: () => [...settings, fileAt(path), unitState(unitName)],
  writes: () => [...settings, fileAt(path), unitState(unitName)],
  settleSeconds: 5,
  decide: (_, facts) => {
    const unit = settingsUnit(facts);
    if (unit.isForeign(facts)) return conflict(`${path} belongs to somebody else`, 'it lacks our mark');
    const isSet = wanted.every(({ setting, value }) => facts.read(balancingSetting(setting)) === value);
    if (isSet && unit.isRight(facts)) return done('every new connection is balanced');
    return change('balance every new connection', unit.install(facts));
  },
  remove: (_, facts, { firstLook }) => {
    const seen = facts.read(fileAt(path));
    const removal = settingsUnit(facts).remove(facts);
    if (removal.length === 0 || seen.is !== 'file') return done('how connections are balanced is not ours');
    const former = formerAssignments(seen.content, facts, firstLook);
    return change('balance new connections as before', [
      ...(former.length === 0 ? [] : [{ do: 'run', argv: ['sysctl', '-q', ...former] } as const]),
      ...removal,
    ]);
  },
});
