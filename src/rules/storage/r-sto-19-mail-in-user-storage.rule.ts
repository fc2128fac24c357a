import { placedServices } from '../../domain/balanced-services.js';
import { membersWithRole } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { mailStores, type MailStore } from '../../probes/mail/mail-stores.js';
import { tcpListeners, type TcpListener } from '../../probes/network/tcp-listeners.js';
import { defineRule } from '../define-rule.js';
import { runByHand } from '../remedy.js';
import type { Remedy } from '../rule.js';
import { hostSubject } from '../subject.js';
import { userStorageTarget as target } from './user-storage-target.js';
import { because } from '../reason.js';

const mailPorts: readonly number[] = [25, 110, 143, 587, 993, 995];

function balancesMail(core: ClusterCore): boolean {
  return placedServices(core).some(({ service }) => mailPorts.includes(service.port));
}

/** As dovecot and postfix call what listens of them; whoever else takes mail keeps it where nobody was asked. */
const readPrograms: ReadonlySet<string> = new Set([
  'master',
  'smtpd',
  'dovecot',
  'imap-login',
  'pop3-login',
  'systemd',
]);

/** What each is called, where it is to keep mail, and how it is told so. */
const programs: Readonly<Record<MailStore['program'], { name: string; place: string; command: string }>> = {
  dovecot: {
    ...{ name: 'dovecot', place: "in the accounts' homes" },
    command: "echo 'mail_location = maildir:~/Maildir' >/etc/dovecot/conf.d/99-mail.conf && systemctl reload dovecot",
  },
  postfix: {
    ...{ name: 'postfix', place: "in the accounts' homes" },
    command: "postconf -e 'home_mailbox = Maildir/' && systemctl reload postfix",
  },
  virtual: {
    ...{ name: 'postfix, of virtual users', place: `under ${target}` },
    command: `postconf -e virtual_mailbox_base=${target}/mail && systemctl reload postfix`,
  },
};

/** The homes lie in the user storage. */
function isShared({ path }: MailStore): boolean {
  return path.startsWith('~') || path === target || path.startsWith(`${target}/`);
}

/** Programs that take balanced mail and whose settings are not read. */
function otherPrograms(core: ClusterCore, listeners: readonly TcpListener[]): readonly string[] {
  const balanced = new Set(placedServices(core).map(({ service }) => service.port));
  const taking = listeners.filter(({ port }) => balanced.has(port) && mailPorts.includes(port));
  return [...new Set(taking.flatMap(({ programs }) => programs))].filter((name) => !readPrograms.has(name));
}

function seeFor(hostId: string, host: string, programs: string): Remedy {
  const title = `See that ${programs} of ${host} keeps mail under ${target}, or have dovecot and postfix take it, which can be asked`;
  return runByHand(hostId, title, 'ss -tlnp');
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
  notApplicable: ({ core }) => (balancesMail(core) ? null : because('NO_MAIL', 'The cluster balances no mail.')),
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').flatMap(({ member: { hostId } }) => [
      { hostId, probe: mailStores() },
      { hostId, probe: tcpListeners() },
    ]),
  check({ spec, facts }, report) {
    for (const { member, field } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
      const subject = hostSubject(member.hostId);
      const seen = report.read(subject, member.hostId, mailStores());
      if (seen === undefined) continue;
      const apart = seen.value.filter((store) => !isShared(store));
      const host = facts.hostName(member.hostId);
      if (apart.length === 0) {
        const listeners = report.read(subject, member.hostId, tcpListeners());
        if (listeners === undefined) continue;
        const others = otherPrograms(spec.core, listeners.value).join(', ');
        if (others === '') report.met(subject, [seen.evidence, listeners.evidence]);
        else
          report.unknown(
            subject,
            member.hostId,
            because('MAIL_PROGRAM_UNREAD', `where ${others} keeps mail`, { programs: others }),
            seeFor(member.hostId, host, others),
          );
        continue;
      }
      const places = apart.map(({ program, path }) => `${path} (${programs[program].name})`).join(', ');
      report.violated({
        subject,
        code: 'MAIL_ON_OWN_DISK',
        message: `${host} keeps mail at ${places}, which no other server sees; it must lie under ${target}.`,
        parameters: { host, places },
        field,
        evidence: [seen.evidence],
        remedies: [...new Set(apart.map(({ program }) => program))].map((program) =>
          runByHand(
            member.hostId,
            `Have ${programs[program].name} of ${host} keep mail ${programs[program].place}, and move what is there already`,
            programs[program].command,
          ),
        ),
      });
    }
  },
});
