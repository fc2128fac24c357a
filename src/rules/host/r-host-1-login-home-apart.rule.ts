import { membersWithRole } from '../../domain/members.js';
import { loginHome } from '../../probes/system/login-home.js';
import { defineRule } from '../define-rule.js';
import { inCommand } from '../in-command.js';
import { runByHand } from '../remedy.js';
import { hostSubject } from '../subject.js';

const covered = ['/home', '/chroot'] as const;

/**
 * Login home apart. The home of the SSH login lies outside /home and /chroot.
 * User storage is mounted over them: a home below would vanish with the keys that let us in.
 */
export const loginHomeApart = defineRule({
  id: 'R-HOST-1',
  title: 'Login home apart',
  law: 'The home of the SSH login of manager and nodes lies outside /home and /chroot.',
  severity: 'ERROR',
  source: 'Our own: mounting user storage would lock us out',
  moments: ['before'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => ({ hostId: member.hostId, probe: loginHome() })),
  check({ spec, facts }, report) {
    for (const { member, field } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
      const subject = hostSubject(member.hostId);
      const home = report.read(subject, member.hostId, loginHome());
      if (home === undefined) continue;
      const { user, realPath } = home.value;
      const under = covered.find((path) => realPath === path || realPath.startsWith(`${path}/`));
      if (under === undefined) {
        report.met(subject, [home.evidence]);
        continue;
      }
      const host = facts.hostName(member.hostId);
      const login = inCommand(user, 'NAME');
      report.violated({
        subject,
        code: 'HOME_WOULD_BE_COVERED',
        message: `The home of login ${user} on ${host} is ${realPath}; it must lie outside ${under}, which user storage covers.`,
        parameters: { host, user, home: realPath, under },
        field,
        evidence: [home.evidence],
        remedies: [
          runByHand(
            member.hostId,
            `Move the home of ${user} on ${host}`,
            `usermod --move-home --home /var/lib/${login} ${login}`,
          ),
        ],
      });
    }
  },
});
