import { placedServices } from '../../domain/balanced-services.js';
import { membersWithRole } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { mailStores, type MailStore } from '../../probes/mail/mail-stores.js';
import { defineRule } from '../define-rule.js';
import { runByHand } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { userStorageTarget as target } from './user-storage-target.js';

const mailPorts: readonly number[] = [25, 110, 143, 587, 993, 995];

function balancesMail(core: ClusterCore): boolean {
  return placedServices(core).some(({ service }) => mailPorts.includes(service.port));
}

/** The homes lie in the user storage. */
function isShared({ path }: MailStore): boolean {
  return path.startsWith('~') || path === target || path.startsWith(`${target}/`);
}

/**
 * Mail lies in the user storage. Where mail is balanced, every server keeps it under /chroot, never on a disk of its own.
 * A message that one node took would be seen only by whoever happens to be sent to that node.
 */
export const mailInUserStorage = defineRule({
  id: 'R-STO-19',
  title: 'Mail lies in the user storage',
  law: 'Where mail is balanced, every server keeps it under /chroot, never on a disk of its own.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "User data" (mail is user data)',
  moments: ['after'],
  notApplicable: ({ core }) => (balancesMail(core) ? null : 'The cluster balances no mail.'),
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => ({ hostId: member.hostId, probe: mailStores() })),
  check({ spec, facts }, report) {
    for (const { member, field } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
      const subject = hostSubject(member.hostId);
      const seen = report.read(subject, member.hostId, mailStores());
      if (seen === undefined) continue;
      const apart = seen.value.filter((store) => !isShared(store));
      if (apart.length === 0) {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const host = facts.hostName(member.hostId);
      const places = apart.map(({ program, path }) => `${path} (${program})`).join(', ');
      report.violated({
        subject,
        code: 'MAIL_ON_OWN_DISK',
        message: `${host} keeps mail at ${places}, which no other server sees; it must lie under ${target}.`,
        parameters: { host, places },
        field,
        evidence: [seen.evidence],
        remedies: [
          runByHand(
            member.hostId,
            "Have mail kept in the accounts' homes, and move what is there already",
            apart.some(({ program }) => program === 'postfix')
              ? "postconf -e 'home_mailbox = Maildir/' && systemctl reload postfix"
              : "echo 'mail_location = maildir:~/Maildir' >/etc/dovecot/conf.d/99-mail.conf && systemctl reload dovecot",
          ),
        ],
      });
    }
  },
});
