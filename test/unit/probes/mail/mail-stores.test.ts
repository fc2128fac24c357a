import { mailStores } from '../../../../src/probes/mail/mail-stores.js';
import { expectKnown, expectUnknown, failingCommands } from '../failing-answers.js';
import { runWithPrograms } from '../run-with-programs.js';

const probe = mailStores();
const said = (stdout: string): Parameters<typeof expectKnown>[1] => ({ exitCode: 0, stdout, stderr: '' });

describe('mailStores', () => {
  it('is empty where no mail server is installed', () => {
    expectKnown(probe, said(''), []);
  });

  it.each(['', 'sdbox:%{user | hash}'])(
    'is unknown where dovecot looks for a place itself, or tells it as "%s"',
    (location) => {
      expectUnknown(
        probe,
        said(`dovecot ${location}\npostfix /chroot/mail\n`),
        'dovecot does not say where it keeps mail',
      );
    },
  );

  it('is unknown where an installed program cannot be asked, whatever the other one says', () => {
    const [broken, postfix] = ['echo "doveconf: Fatal: Error in configuration file" >&2; exit 89', 'echo /chroot/mail'];
    expectUnknown(
      probe,
      runWithPrograms(probe, { doveconf: broken, postconf: postfix }),
      ' ended with 89: doveconf: Fatal',
    );
    const [dovecot, failing] = [
      'echo maildir:~/Maildir',
      '[ "$2" = home_mailbox ] || { echo "fatal: no" >&2; exit 1; }',
    ];
    expectUnknown(probe, runWithPrograms(probe, { doveconf: dovecot, postconf: failing }), ' ended with 1: fatal: no');
    expectKnown(probe, runWithPrograms(probe, { doveconf: dovecot, postconf: 'echo Maildir/' }), [
      { program: 'dovecot', path: '~/Maildir' },
      { program: 'postfix', path: '~/Maildir/' },
    ]);
  });

  it('reads every place of either program', () => {
    expectKnown(probe, said('dovecot mbox:~/mail:INBOX=/var/mail/%u\npostfix /var/mail\n'), [
      { program: 'dovecot', path: '~/mail' },
      { program: 'dovecot', path: '/var/mail/%u' },
      { program: 'postfix', path: '/var/mail' },
    ]);
    expectKnown(probe, said('dovecot maildir:%{home}/mail:INBOX=%h/in\n'), [
      { program: 'dovecot', path: '~/mail' },
      { program: 'dovecot', path: '~/in' },
    ]);
    expectKnown(probe, said('dovecot maildir:%h/Maildir\npostfix ~/Maildir/\n'), [
      { program: 'dovecot', path: '~/Maildir' },
      { program: 'postfix', path: '~/Maildir/' },
    ]);
  });

  it.each(failingCommands)('is unknown when a program %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
