import { mailStores, type MailStore } from '../../../../src/probes/mail/mail-stores.js';
import { expectKnown, expectUnknown, failingCommands } from '../failing-answers.js';
import debian from '../fixtures/mail-stores/debian.json';
import handedOn from '../fixtures/mail-stores/handed-on.json';
import handedToDovecot from '../fixtures/mail-stores/handed-to-dovecot.json';
import homes from '../fixtures/mail-stores/homes.json';
import withoutDovecot from '../fixtures/mail-stores/no-dovecot-settings.json';
import withoutPostfix from '../fixtures/mail-stores/no-postfix-settings.json';
import virtual from '../fixtures/mail-stores/virtual.json';
import { runWithPrograms } from '../run-with-programs.js';
import { mailSettings } from './mail-settings.js';

const probe = mailStores();
const said = (stdout: string): Parameters<typeof expectKnown>[1] => ({ exitCode: 0, stdout, stderr: '' });
/** A program that prints them. */
const printing = (settings: Parameters<typeof mailSettings>[0]): string =>
  `cat <<'.'\n${mailSettings(settings).replace(/^\w+:\n/, '')}.`;

describe('mailStores', () => {
  it('is empty where no mail server is installed', () => {
    expectKnown(probe, said(''), []);
  });

  it.each(['', 'sdbox:%{user | hash}'])(
    'is unknown where dovecot looks for a place itself, or tells it as "%s"',
    (location) => {
      expectUnknown(
        probe,
        said(mailSettings({ location, spool: '/chroot/mail' })),
        'dovecot does not say where it keeps mail',
      );
    },
  );

  it.each<[string, typeof debian, readonly MailStore[]]>([
    [
      'they are installed',
      debian,
      [
        { program: 'dovecot', path: '~/mail' },
        { program: 'dovecot', path: '/var/mail/%u' },
        { program: 'postfix', path: '/var/mail' },
      ],
    ],
    [
      'mail lies in homes',
      homes,
      [
        { program: 'dovecot', path: '~/Maildir' },
        { program: 'postfix', path: '~/Maildir/' },
      ],
    ],
    [
      'there are virtual users besides',
      virtual,
      [
        { program: 'dovecot', path: '~/Maildir' },
        { program: 'virtual', path: '/var/vmail' },
        { program: 'postfix', path: '~/Maildir/' },
      ],
    ],
    ['dovecot is given all mail', handedToDovecot, [{ program: 'dovecot', path: '~/Maildir' }]],
  ])('reads what dovecot 2.3 and postfix 3.7 of Debian 12 said where %s', (_, answer, stores) => {
    expectKnown(probe, answer, stores);
  });

  it.each([
    ['mail is handed on', handedOn, 'postfix hands mail on, to who does not say where it is kept: "/usr/bin/procmail'],
    ['dovecot has no settings', withoutDovecot, 'doveconf: Fatal: open(/etc/dovecot/dovecot.conf) failed'],
    ['postfix has no settings', withoutPostfix, 'postconf: fatal: open /etc/postfix/main.cf'],
  ])('does not know of what they said where %s', (_, answer, reason) => expectUnknown(probe, answer, reason));

  it('does not know where dovecot of elsewhere keeps what it is given, and where virtual users have no place in common', () => {
    const lmtp = 'lmtp:unix:private/dovecot-lmtp';
    expectUnknown(probe, said(mailSettings({ mailbox_transport: lmtp })), 'postfix hands mail on');
    const virtual = { virtual_mailbox_maps: 'hash:/etc/postfix/users', home: 'Maildir/' };
    for (const base of ['/', '']) {
      const settings = mailSettings({ ...virtual, virtual_mailbox_base: base });
      expectUnknown(probe, said(settings), `virtual does not say where it keeps mail: "${base}"`);
    }
    expectUnknown(probe, said(mailSettings({ ...virtual, virtual_transport: lmtp })), 'postfix hands mail on');
  });

  it('does not know where mail is kept that goes elsewhere than by local(8), or to virtual users without a map', () => {
    const cyrus = 'lmtp:unix:/var/run/cyrus/socket/lmtp';
    expectUnknown(probe, said(mailSettings({ local_transport: cyrus })), 'postfix hands mail on');
    expectKnown(probe, said(mailSettings({ local_transport: 'local:$myhostname', home: 'Maildir/' })), [
      { program: 'postfix', path: '~/Maildir/' },
    ]);
    const domains = { virtual_mailbox_domains: 'shop.example', virtual_transport: cyrus, home: 'Maildir/' };
    expectUnknown(probe, said(mailSettings(domains)), 'postfix hands mail on');
    expectKnown(probe, said(mailSettings({ ...domains, virtual_mailbox_domains: '$virtual_mailbox_maps' })), [
      { program: 'postfix', path: '~/Maildir/' },
    ]);
  });

  it('does not know what is not said, or not as a setting', () => {
    expectUnknown(probe, said('postfix:\nhome_mailbox = Maildir/\n'), 'do not say what virtual_mailbox_maps is');
    expectUnknown(probe, said(`dovecot:\n\n${mailSettings({ home: 'Maildir/' })}`), 'do not say what mail_location is');
    expectUnknown(probe, said('postfix /var/mail\n'), 'the settings are not understood: postfix /var/mail');
  });

  it('is unknown where an installed program cannot be asked, whatever the other one says', () => {
    const [broken, postfix] = [
      'echo "doveconf: Fatal: Error in configuration file" >&2; exit 89',
      printing({ home: 'x' }),
    ];
    expectUnknown(
      probe,
      runWithPrograms(probe, { doveconf: broken, postconf: postfix }),
      ' ended with 89: doveconf: Fatal',
    );
    const dovecot = printing({ location: 'maildir:~/Maildir' });
    const failing = 'echo "fatal: no" >&2; exit 1';
    expectUnknown(probe, runWithPrograms(probe, { doveconf: dovecot, postconf: failing }), ' ended with 1: fatal: no');
    expectKnown(probe, runWithPrograms(probe, { doveconf: dovecot, postconf: printing({ home: 'Maildir/' }) }), [
      { program: 'dovecot', path: '~/Maildir' },
      { program: 'postfix', path: '~/Maildir/' },
    ]);
  });

  it.each([
    ['userdb {\n  args = uid=vmail gid=vmail home=/var/vmail/%d/%n\n  driver = static\n}\n', 'userdb says others'],
    [
      'userdb {\n  args = uid=vmail home=/var/vmail/%{domain}/%{username}\n  driver = static\n}\n',
      'userdb says others',
    ],
    [
      'userdb {\n  driver = passwd\n}\nuserdb {\n  args = /etc/dovecot/users\n  driver = passwd-file\n}\n',
      'userdb says others',
    ],
    ['userdb {\n  driver = passwd\n  override_fields = home=/srv/%u\n}\n', 'userdb says others'],
    ['mail_home = /srv/%u\n', 'mail_home says others'],
  ])(
    'does not know where mail in homes lies that dovecot 2.3 says are others than the system has: %j',
    (users, reason) => {
      const homes = mailSettings({ location: 'maildir:~/Maildir' });
      expectUnknown(probe, said(`${homes}${users}`), reason);
      expectKnown(probe, said(`${mailSettings({ location: 'maildir:/chroot/mail/%u' })}${users}`), [
        { program: 'dovecot', path: '/chroot/mail/%u' },
      ]);
    },
  );

  it('knows homes of users whom dovecot asks the system for', () => {
    const users = 'mail_home = \nuserdb {\n  args = blocking=no\n  driver = passwd\n}\n';
    expectKnown(probe, said(`${mailSettings({ location: 'maildir:~/Maildir' })}${users}`), [
      { program: 'dovecot', path: '~/Maildir' },
    ]);
  });

  it('reads every place of dovecot', () => {
    expectKnown(probe, said(mailSettings({ location: 'mbox:~/mail:INBOX=/var/mail/%u' })), [
      { program: 'dovecot', path: '~/mail' },
      { program: 'dovecot', path: '/var/mail/%u' },
    ]);
    expectKnown(probe, said(mailSettings({ location: 'maildir:%{home}/mail:INBOX=%h/in' })), [
      { program: 'dovecot', path: '~/mail' },
      { program: 'dovecot', path: '~/in' },
    ]);
  });

  it.each(failingCommands)('is unknown when a program %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
