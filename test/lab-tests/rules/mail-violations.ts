import { thorough } from '../../thorough.js';
import { theRemedy, type HostViolation } from './host-violation.js';

const ofMail = { rule: 'R-STO-19', value: 'manager local', moment: 'after', on: 'node1' } as const;

/** What dovecot and postfix of Debian do wrongly on a host that has both, each begun as what went before left it. */
export const mailViolations: readonly HostViolation[] = [
  {
    ...{ what: 'dovecot keeps mail where Debian has it', ...ofMail, code: 'MAIL_ON_OWN_DISK', undone: theRemedy },
    shown: /^mail_location = mbox:~\/mail:INBOX=\/var\/mail\/%u$/m,
    done: "postconf -e 'home_mailbox = Maildir/'",
  },
  {
    ...{ what: 'postfix keeps mail where Debian has it', ...ofMail, code: 'MAIL_ON_OWN_DISK', undone: theRemedy },
    shown: /^mail_location = maildir:~\/Maildir\n(.*\n)+mail_spool_directory = \/var\/mail$/m,
    done: "postconf -e 'home_mailbox ='",
  },
  // The system's users stand for these in the usual run: each time that postfix reads its settings again takes seconds.
  ...(thorough
    ? [
        {
          ...{ what: 'postfix keeps mail of users of its own on its disk', ...ofMail, undone: theRemedy },
          ...{ code: 'MAIL_ON_OWN_DISK', shown: /^virtual_mailbox_base = \/var\/vmail$/m },
          done: 'postconf -e virtual_mailbox_maps=hash:/etc/postfix/users virtual_mailbox_base=/var/vmail',
        } as const,
      ]
    : []),
];
