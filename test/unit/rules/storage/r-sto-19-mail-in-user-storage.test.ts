import { mailStores } from '../../../../src/probes/mail/mail-stores.js';
import { mailInUserStorage } from '../../../../src/rules/storage/r-sto-19-mail-in-user-storage.rule.js';
import { balanced, balancedElsewhere, managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster(balanced({ port: 143 }));
const goodFacts = (): HostFacts =>
  new HostFacts()
    .answer(managerId, mailStores(), '')
    .answer(node1Id, mailStores(), 'dovecot maildir:~/Maildir\npostfix ~/Maildir/\n')
    .answer(node2Id, mailStores(), 'dovecot maildir:/chroot/mail/%u\n');

describe('R-STO-19', () => {
  it('is met by mail in homes, elsewhere in the user storage, or by no mail server', () => {
    expectMet(mailInUserStorage, { spec, facts: goodFacts() });
  });

  it.each([
    ['postfix /var/mail\n', '/var/mail (postfix)'],
    ['dovecot mbox:~/mail:INBOX=/var/mail/%u\n', '/var/mail/%u (dovecot)'],
    ['dovecot maildir:/chrooted/%u\n', '/chrooted/%u (dovecot)'],
  ])('is violated by %j', (said, place) => {
    expectViolated(mailInUserStorage, { spec, facts: goodFacts().answer(node2Id, mailStores(), said) }, [
      {
        subject: `Host ${node2Id}`,
        code: 'MAIL_ON_OWN_DISK',
        severity: 'ERROR',
        field: ['members', '2'],
        message: `node2 keeps mail at ${place}`,
        remedy: 'command',
      },
    ]);
  });

  it('holds where somebody else balances, too', () => {
    const elsewhere = publicCluster(balancedElsewhere({ port: 143 }));
    expectMet(mailInUserStorage, { spec: elsewhere, facts: goodFacts() });
    expectUnknown(
      mailInUserStorage,
      { spec: elsewhere },
      [managerId, node1Id, node2Id].map((id) => ({ subject: `Host ${id}`, lookAt: id })),
    );
  });

  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].map((id) => ({ subject: `Host ${id}`, lookAt: id }));
    expectUnknown(mailInUserStorage, { spec }, expected);
  });

  it('does not apply where no mail is balanced', () => {
    expectNotApplicable(mailInUserStorage, { spec: publicCluster(balanced({})) }, 'The cluster balances no mail.');
  });
});
