import type { ClusterSpec } from '../../domain/account-spec.js';
import { membersWithRole, type PlacedMember } from '../../domain/members.js';
import { machineIdentity, type MachineIdentity } from '../../probes/system/machine-identity.js';
import { defineRule } from '../define-rule.js';
import { confirmHostKey, declareInstead, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { Remedy, RuleFacts } from '../rule.js';
import { hostSubject } from '../subject.js';
import { because } from '../reason.js';
import { clockOffset, clockTolerance, setClock } from './clock.js';

interface Seen {
  readonly placed: PlacedMember;
  readonly identity: Fact<MachineIdentity>;
  readonly hostKey: string | null;
}

interface Trait {
  readonly code: string;
  readonly words: string;
  readonly of: (seen: Seen) => string | null;
  readonly remedy: (hostId: string, host: string) => Remedy;
}

/** Whoever serves a part of the cluster and can be entered; a server that is reached by SQL only has no shell to ask. */
function enteredHosts({ core, databaseServers }: ClusterSpec): readonly PlacedMember[] {
  const bySqlOnly = new Set<string>(databaseServers.map(({ hostId }) => hostId));
  return membersWithRole(core, 'MANAGER', 'NODE', 'FILE_SERVER', 'DATABASE_SERVER').filter(
    ({ member }) => member.role !== 'DATABASE_SERVER' || !bySqlOnly.has(member.hostId),
  );
}

/**
 * D-Bus may have a file of its own, cloned too, from which the id would be taken again: machine-id(5), systemd-machine-id-setup(1).
 */
const newMachineId =
  'rm -f /etc/machine-id /var/lib/dbus/machine-id && systemd-machine-id-setup && { [ ! -d /var/lib/dbus ] || ln -s /etc/machine-id /var/lib/dbus/machine-id; }';

const traits: readonly Trait[] = [
  {
    code: 'SAME_HOST_KEY',
    words: 'host key',
    of: ({ hostKey }) => hostKey,
    remedy: (hostId, host) =>
      runByHand(hostId, `Make new host keys on ${host}`, 'rm /etc/ssh/ssh_host_*_key* && ssh-keygen -A'),
  },
  {
    code: 'SAME_MACHINE_ID',
    words: 'machine id',
    of: ({ identity }) => identity.value.machineId,
    remedy: (hostId, host) => runByHand(hostId, `Make a new machine id on ${host}`, newMachineId),
  },
  {
    code: 'SAME_HOSTNAME',
    words: 'host name',
    of: ({ identity }) => identity.value.hostname,
    remedy: (hostId, host) => runByHand(hostId, `Give ${host} a name of its own`, 'hostnamectl set-hostname NAME'),
  },
];

/** Before a host showed a key there is nothing to confirm. */
function confirmation(hostId: string, facts: RuleFacts): Remedy {
  const host = facts.hostName(hostId);
  const fingerprint = facts.offeredKeySha256(hostId);
  return fingerprint === null
    ? declareInstead(`Wait until ${host} has shown its host key, then confirm it (confirmHostKey)`)
    : confirmHostKey(hostId, host, fingerprint);
}

/** Reports every host that shares a trait with one before it in the value. */
function judgeTrait(trait: Trait, all: readonly Seen[], facts: RuleFacts, report: Report): void {
  const alike = new Map<string, { readonly first: Seen; readonly hostIds: string[] }>();
  for (const seen of all) {
    const value = trait.of(seen);
    if (value === null) continue;
    const same = alike.get(value);
    if (same === undefined) alike.set(value, { first: seen, hostIds: [seen.placed.member.hostId] });
    else same.hostIds.push(seen.placed.member.hostId);
  }
  for (const seen of all) {
    const value = trait.of(seen);
    const same = value === null ? undefined : alike.get(value);
    if (value === null || same === undefined || same.first === seen) continue;
    const { first: other, hostIds } = same;
    const { hostId } = seen.placed.member;
    const host = facts.hostName(hostId);
    const sameAs = facts.hostName(other.placed.member.hostId);
    report.violated({
      subject: hostSubject(hostId),
      code: trait.code,
      message: `${host} has the same ${trait.words} as ${sameAs}; every host needs its own, so it is a clone or the same machine.`,
      parameters: { host, sameAs, value },
      alike: hostIds,
      field: seen.placed.field,
      evidence: [seen.identity.evidence, other.identity.evidence],
      remedies: [trait.remedy(hostId, host)],
    });
  }
}

/** The one in the middle; of two in the middle the one nearer to zero. */
function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const above = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const below = sorted[Math.floor((sorted.length - 1) / 2)] ?? above;
  return Math.abs(below) <= Math.abs(above) ? below : above;
}

/**
 * The hosts were not looked at in the same moment, so that each clock is compared with ours at the time of the look. Ours counts as
 * one of them, and decides between two halves: otherwise a host whose clock is off would condemn those that it joins.
 */
function judgeClocks(all: readonly Seen[], facts: RuleFacts, report: Report): void {
  const ours = 0;
  const offsets = all.map(({ identity }) => clockOffset(identity));
  const median = medianOf([ours, ...offsets]);
  all.forEach(({ placed, identity }, index) => {
    const offset = Math.round((offsets[index] ?? median) - median);
    const apart = Math.abs(offset);
    if (apart <= clockTolerance) return;
    const direction = offset > 0 ? 'ahead of' : 'behind';
    const { hostId } = placed.member;
    const host = facts.hostName(hostId);
    report.violated({
      subject: hostSubject(hostId),
      code: 'CLOCK_APART',
      severity: 'WARNING',
      message: `The clock of ${host} is ${apart} s ${direction} the median of the hosts' and ours; at most ${clockTolerance} s are good.`,
      parameters: { host, seconds: String(apart), direction },
      field: placed.field,
      evidence: [identity.evidence],
      remedies: setClock(facts, { hostId, host }, offset),
    });
  });
}

/**
 * Hosts apart. Host key, machine id and host name of every host are its own, and its clock is within 30 s of the median of
 * theirs and ours.
 * A cloned host answers in another's name; clocks apart spoil locks, caches and certificates.
 */
export const hostsApart = defineRule({
  id: 'R-HOST-2',
  title: 'Hosts apart',
  law: 'Host key, machine id and host name of manager, nodes, file and database servers are their own, and clocks are within 30 s of the median of theirs and ours; of a server that is reached by SQL only that cannot be seen.',
  severity: 'ERROR',
  source: 'Our own: clones and the same machine registered twice',
  moments: ['before'],
  looks: (spec) => enteredHosts(spec).map(({ member }) => ({ hostId: member.hostId, probe: machineIdentity() })),
  check({ spec, facts }, report) {
    const all = enteredHosts(spec).flatMap((placed): Seen[] => {
      const { hostId } = placed.member;
      const hostKey = facts.hostKeySha256(hostId);
      // An appliance has no key for us, and nobody can confirm one.
      if (hostKey === null && !spec.appliances.includes(hostId)) {
        const remedy = confirmation(hostId, facts);
        report.unknown(
          hostSubject(hostId),
          hostId,
          because('HOST_KEY_UNCONFIRMED', 'its host key is not confirmed'),
          remedy,
        );
      }
      // What somebody else looks after may be an appliance that tells neither: that is in nobody's way.
      const identity = spec.observedHosts.includes(hostId)
        ? report.readAtLeisure(hostSubject(hostId), hostId, machineIdentity())
        : report.read(hostSubject(hostId), hostId, machineIdentity());
      return identity === undefined ? [] : [{ placed, identity, hostKey }];
    });
    for (const trait of traits) judgeTrait(trait, all, facts, report);
    judgeClocks(all, facts, report);
  },
});
