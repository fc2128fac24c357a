import { membersWithRole, type PlacedMember } from '../../domain/members.js';
import { homePath, type HomePath } from '../../probes/system/home-path.js';
import { defineRule } from '../define-rule.js';
import { declareInstead, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext, Severity } from '../rule.js';
import { hostSubject } from '../subject.js';
import { userStorageTarget } from './user-storage-target.js';

const homes = `${userStorageTarget}/home`;

interface Wrong {
  readonly code: string;
  readonly severity: Severity;
  readonly words: string;
  /** Run on the host, it leaves the right link behind and whatever was there as it was. */
  readonly command: string;
}

const link = `ln -snT ${homes} /home`;
/** Of a directory alone, and of an empty one: nothing is lost. */
const inPlaceOfDirectory = `rmdir /home && ${link}`;

/** Undefined where the host keeps the rule. */
function wrongWith(home: HomePath): Wrong | undefined {
  switch (home.is) {
    case 'link':
      if (home.to === homes) return undefined;
      return {
        code: 'LINK_ELSEWHERE',
        severity: 'WARNING',
        words: `is a link to ${home.to}`,
        command: `ln -sfnT ${homes} /home`,
      };
    case 'other':
      return {
        code: 'NO_DIRECTORY',
        severity: 'WARNING',
        words: 'is neither a link nor a directory',
        command: `mv -T /home /home.before && ${link}`,
      };
    case 'absent':
      return { code: 'NOT_LINKED', severity: 'INFO', words: 'does not exist', command: link };
    case 'directory':
      if (home.holds === null)
        return { code: 'NOT_LINKED', severity: 'INFO', words: 'is an empty directory', command: inPlaceOfDirectory };
      return {
        code: 'DATA_OUTSIDE',
        severity: 'WARNING',
        words: `is a directory of its own and holds ${home.holds}`,
        command: inPlaceOfDirectory,
      };
  }
}

function judgeHost(
  { facts }: RuleContext,
  report: Report,
  { member, field }: PlacedMember,
  home: Fact<HomePath>,
): void {
  const { hostId } = member;
  const wrong = wrongWith(home.value);
  if (wrong === undefined) return report.met(hostSubject(hostId), [home.evidence]);
  const host = facts.hostName(hostId);
  const isDirectory = home.value.is === 'directory';
  const first = isDirectory ? '; a file system of its own is unmounted first, and taken out of /etc/fstab' : '';
  const linked = runByHand(hostId, `Let /home on ${host} lead to ${homes}${first}`, wrong.command);
  report.violated({
    subject: hostSubject(hostId),
    code: wrong.code,
    severity: wrong.severity,
    message: `On ${host} /home ${wrong.words}; accounts have their homes in ${homes}, which /home should lead to.`,
    parameters: { host, homes, found: wrong.words },
    field,
    evidence: [home.evidence],
    remedies:
      wrong.code === 'DATA_OUTSIDE'
        ? [declareInstead(`Move what /home on ${host} holds to a place of its own, and look at the host again`), linked]
        : [linked],
  });
}

/**
 * Homes lie in the user storage. Accounts have their homes in /chroot/home, and /home on manager and nodes leads there.
 * The accounts are made with the homes' own paths, so that nothing breaks where the link is merely missing; what a host keeps in
 * a /home of its own is seen on no other one, counted in no quota and easily taken for an account's.
 */
export const homesInUserStorage = defineRule({
  id: 'R-STO-2',
  title: 'Homes lie in the user storage',
  law: 'Accounts have their homes in /chroot/home, and /home on manager and nodes leads there; a link that is merely missing is information.',
  severity: 'WARNING',
  source: 'Cluster installation requirements, "Spreading computation responsibility to other servers"',
  moments: ['before'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => ({ hostId: member.hostId, probe: homePath() })),
  check(context, report) {
    for (const placed of membersWithRole(context.spec.core, 'MANAGER', 'NODE')) {
      const { hostId } = placed.member;
      const home = report.read(hostSubject(hostId), hostId, homePath());
      if (home !== undefined) judgeHost(context, report, placed, home);
    }
  },
});
