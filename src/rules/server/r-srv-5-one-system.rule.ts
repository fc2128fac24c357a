import { managerOf, membersWithRole, type PlacedMember } from '../../domain/members.js';
import { osRelease, type OsRelease } from '../../probes/system/os-release.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { familyOf, releaseOf, supportedVersions } from './operating-systems.js';

interface Seen {
  readonly placed: PlacedMember;
  readonly release: Fact<OsRelease>;
}

/** What is wrong with one system by itself; undefined where nothing is. */
function faultAlone(
  { spec, facts }: RuleContext,
  { placed, release }: Seen,
):
  | { readonly code: string; readonly message: string; readonly parameters: Readonly<Record<string, string>> }
  | undefined {
  const { hostId } = placed.member;
  const host = facts.hostName(hostId);
  const { name } = release.value;
  const family = familyOf(release.value);
  const supported = supportedVersions(release.value).join(', ');
  if (!supportedVersions(release.value).includes(releaseOf(release.value))) {
    const accepted = supported === '' ? 'no version of it is supported' : `supported are its versions ${supported}`;
    return {
      code: 'VERSION_NOT_SUPPORTED',
      message: `${host} runs ${name}; ${accepted}.`,
      parameters: { host, system: name, supported },
    };
  }
  if (family === 'Debian' || spec.observedHosts.includes(hostId)) return undefined;
  return {
    code: 'ONLY_OBSERVED',
    message: `${host} runs ${name}; packages are installed on Debian and its kin only, so that it can be looked at and not set up.`,
    parameters: { host, system: name },
  };
}

/** Compares with the manager, or with the first where the value has no manager yet. */
function judgeSameness({ spec, facts }: RuleContext, report: Report, all: readonly Seen[]): ReadonlySet<Seen> {
  const managerId = managerOf(spec.core)?.member.hostId;
  const model = all.find(({ placed }) => placed.member.hostId === managerId) ?? all[0];
  const others = new Set<Seen>();
  for (const seen of model === undefined ? [] : all) {
    if (model === undefined || sameSystem(seen.release.value, model.release.value)) continue;
    others.add(seen);
    const host = facts.hostName(seen.placed.member.hostId);
    const other = facts.hostName(model.placed.member.hostId);
    report.violated({
      subject: hostSubject(seen.placed.member.hostId),
      code: 'OTHER_SYSTEM',
      message: `${host} runs ${seen.release.value.name} and ${other} runs ${model.release.value.name}; family and version must be the same.`,
      parameters: { host, other, system: seen.release.value.name, wanted: model.release.value.name },
      field: seen.placed.field,
      evidence: [seen.release.evidence, model.release.evidence],
      remedies: [declareInstead(`Declare a host that runs ${model.release.value.name} in the place of ${host}`)],
    });
  }
  return others;
}

function sameSystem(one: OsRelease, other: OsRelease): boolean {
  return (familyOf(one) ?? one.id) === (familyOf(other) ?? other.id) && releaseOf(one) === releaseOf(other);
}

/**
 * One supported system. Manager and nodes run the same family and version of an operating system, which is supported.
 * Sites move from host to host: another version of a library or of PHP would show on every second visit.
 */
export const oneSystem = defineRule({
  id: 'R-SRV-5',
  title: 'One supported system',
  law: 'The operating systems of manager and nodes are supported, and of the same family and version.',
  severity: 'ERROR',
  source: 'InterWorx documentation, clustering',
  moments: ['before'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => ({ hostId: member.hostId, probe: osRelease() })),
  check(context, report) {
    const all = membersWithRole(context.spec.core, 'MANAGER', 'NODE').flatMap((placed): Seen[] => {
      const release = report.read(hostSubject(placed.member.hostId), placed.member.hostId, osRelease());
      return release === undefined ? [] : [{ placed, release }];
    });
    const others = judgeSameness(context, report, all);
    for (const seen of all) {
      const { member, field } = seen.placed;
      const subject = hostSubject(member.hostId);
      const fault = faultAlone(context, seen);
      if (fault === undefined) {
        if (!others.has(seen)) report.met(subject, [seen.release.evidence]);
        continue;
      }
      const host = context.facts.hostName(member.hostId);
      report.violated({
        ...{ subject, field, evidence: [seen.release.evidence], ...fault },
        remedies: [declareInstead(`Declare a host with a supported Debian in the place of ${host}`)],
      });
    }
  },
});
