import { mailStores } from '../../../../src/probes/mail/mail-stores.js';
import { expectKnown, expectUnknown, failingCommands } from '../failing-answers.js';

const probe = mailStores();
const said = (stdout: string): Parameters<typeof expectKnown>[1] => ({ exitCode: 0, stdout, stderr: '' });

describe('mailStores', () => {
  it('is empty where no mail server is installed, or dovecot is told no place', () => {
    expectKnown(probe, said(''), []);
    expectKnown(probe, said('dovecot \n'), []);
  });

  it('reads every place of either program', () => {
    expectKnown(probe, said('dovecot mbox:~/mail:INBOX=/var/mail/%u\npostfix /var/mail\n'), [
      { program: 'dovecot', path: '~/mail' },
      { program: 'dovecot', path: '/var/mail/%u' },
      { program: 'postfix', path: '/var/mail' },
    ]);
    expectKnown(probe, said('dovecot maildir:%h/Maildir\npostfix ~/Maildir/\n'), [
      { program: 'dovecot', path: '~/Maildir' },
      { program: 'postfix', path: '~/Maildir/' },
    ]);
  });

  it.each(failingCommands)('is unknown when a program %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
