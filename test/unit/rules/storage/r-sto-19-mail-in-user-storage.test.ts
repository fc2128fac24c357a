import { tcpListeners } from '../../../../src/probes/network/tcp-listeners.js';
import { mailStores } from '../../../../src/probes/mail/mail-stores.js';
import { mailInUserStorage } from '../../../../src/rules/storage/r-sto-19-mail-in-user-storage.rule.js';
import { mailSettings } from '../../probes/mail/mail-settings.js';
import { balanced, balancedElsewhere, clusterId, managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster(balanced({ port: 143 }));
const listening = (port: number, program: string): string =>
  `LISTEN 0 100 0.0.0.0:${port} 0.0.0.0:* users:(("${program}",pid=700,fd=6))\n`;
const goodFacts = (): HostFacts =>
  new HostFacts()
    .answer(managerId, mailStores(), '')
    .answer(node1Id, mailStores(), mailSettings({ location: 'maildir:~/Maildir', home: 'Maildir/' }))
    .answer(node2Id, mailStores(), mailSettings({ location: 'maildir:/chroot/mail/%u' }))
    .answer(managerId, tcpListeners(), '')
    .answer(node1Id, tcpListeners(), listening(143, 'dovecot'))
    .answer(node2Id, tcpListeners(), listening(143, 'dovecot'));

describe('R-STO-19', () => {
  it('is met by mail in homes, elsewhere in the user storage, or by no mail server', () => {
    expectMet(mailInUserStorage, { spec, facts: goodFacts() });
  });

  it.each([
    [{ spool: '/var/mail' }, '/var/mail (postfix)', "postconf -e 'home_mailbox = Maildir/'"],
    [
      { virtual_mailbox_maps: 'hash:/x', virtual_mailbox_base: '/var/vmail', home: 'Maildir/' },
      '/var/vmail (postfix, of virtual users)',
      'postconf -e virtual_mailbox_base=/chroot/mail',
    ],
    [{ location: 'mbox:~/mail:INBOX=/var/mail/%u' }, '/var/mail/%u (dovecot)', 'mail_location = maildir:~/Maildir'],
    [{ location: 'maildir:/chrooted/%u' }, '/chrooted/%u (dovecot)', 'mail_location = maildir:~/Maildir'],
  ])('is violated by %j', (settings, place, command) => {
    expectViolated(
      mailInUserStorage,
      { spec, facts: goodFacts().answer(node2Id, mailStores(), mailSettings(settings)) },
      [
        {
          subject: `Host ${node2Id}`,
          code: 'MAIL_ON_OWN_DISK',
          severity: 'ERROR',
          field: ['members', '2'],
          message: `node2 keeps mail at ${place}`,
          remedy: { command },
        },
      ],
    );
  });

  it('is told how to be met of each program that keeps mail elsewhere', () => {
    const facts = goodFacts().answer(
      node2Id,
      mailStores(),
      mailSettings({
        location: 'mbox:/var/mail/%u',
        virtual_mailbox_maps: 'hash:/x',
        virtual_mailbox_base: '/var/vmail',
      }),
    );
    const context = { spec, facts: facts.at(observedAt), moment: 'after', draft: false, clusterId } as const;
    const [found] = mailInUserStorage.judge(context).filter(({ verdict }) => verdict === 'VIOLATED');
    expect(found?.remedies.map(({ command }) => command)).toEqual([
      expect.stringContaining('mail_location = maildir:~/Maildir'),
      expect.stringContaining('virtual_mailbox_base=/chroot/mail'),
      expect.stringContaining('home_mailbox = Maildir/'),
    ]);
  });

  it('is unknown where a program takes mail whose settings are not read', () => {
    const facts = (said: string): HostFacts => goodFacts().answer(managerId, tcpListeners(), said);
    const context = { spec, moment: 'after', draft: false, clusterId } as const;
    const judged = mailInUserStorage.judge({ ...context, facts: facts(listening(143, 'exim4')).at(observedAt) });
    expect(judged.filter(({ verdict }) => verdict !== 'MET')).toMatchObject([
      {
        ...{ verdict: 'UNKNOWN', message: 'Not known of manager: where exim4 keeps mail.' },
        remedies: [{ hostId: managerId, command: 'ss -tlnp' }],
      },
    ]);
    // What it takes of mail that is not balanced stays on the host by intention, such as the mail of its own jobs.
    expectMet(mailInUserStorage, { spec, facts: facts(listening(25, 'exim4')) });
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
