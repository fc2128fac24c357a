import { userTables } from '../../../../src/probes/accounts/user-tables.js';
import { homePath } from '../../../../src/probes/system/home-path.js';
import { noAccountsOnNewNodes } from '../../../../src/rules/accounts/d-5-no-accounts-on-new-nodes.rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { nameService } from '../name-service.js';

const spec = publicCluster();
const facts = (onNode2: string): HostFacts =>
  new HostFacts().answer(node1Id, userTables(), nameService()).answer(node2Id, userTables(), onNode2);
/** Users with homes elsewhere: people. */
const people = 'root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\n%\nroot:x:0:\n%\n';
const olduser = { name: 'olduser', uid: 1001, gid: 1001 };

describe('D-5', () => {
  it.each([
    ['nobody', nameService()],
    ['people', people],
    ['accounts that Hostwright made', nameService({ name: 'bakery', uid: 20_001, gid: 20_001 })],
  ])('is met by nodes with %s', (_, onNode2) => {
    expectMet(noAccountsOnNewNodes, {
      spec,
      facts: facts(onNode2).answer(node2Id, homePath(), 'directory\nholds alice\n'),
    });
  });

  it('is violated by homes under /home where that leads into the user storage, and is not known where nobody saw that', () => {
    const violated = {
      ...({ code: 'HAS_ACCOUNTS', severity: 'ERROR', remedy: 'declare' } as const),
      ...{ subject: `Host ${node2Id}`, field: ['members', '2'], message: 'user storage: alice.' },
    };
    const led = (to: string): HostFacts => facts(people).answer(node2Id, homePath(), `link ${to}\n`);
    expectViolated(noAccountsOnNewNodes, { spec, facts: led('/chroot/home') }, [violated]);
    expectMet(noAccountsOnNewNodes, { spec, facts: led('/chrooted/home') });
    expectUnknown(noAccountsOnNewNodes, { spec, facts: facts(people) }, [
      { subject: `Host ${node2Id}`, lookAt: node2Id },
    ]);
  });

  it('takes no user of a service for an account, whose home under /home never is there', () => {
    const syslog =
      'root:x:0:0:root:/root:/bin/bash\nsyslog:x:107:113::/home/syslog:/usr/sbin/nologin\n%\nroot:x:0:\n%\n';
    expectMet(noAccountsOnNewNodes, { spec, facts: facts(syslog) });
    expectMet(noAccountsOnNewNodes, { spec, facts: facts(syslog).answer(node2Id, homePath(), 'link /chroot/home\n') });
  });

  it('is violated by a node with accounts of its own', () => {
    const many = Array.from({ length: 11 }, (_, index) => ({ name: `site${index}`, uid: 2000 + index, gid: 2000 }));
    const violation = {
      ...({ code: 'HAS_ACCOUNTS', severity: 'ERROR', remedy: 'declare' } as const),
      ...{ subject: `Host ${node2Id}`, field: ['members', '2'] },
    };
    expectViolated(noAccountsOnNewNodes, { spec, facts: facts(nameService(olduser)) }, [
      { ...violation, message: 'user storage: olduser.' },
    ]);
    expectViolated(noAccountsOnNewNodes, { spec, facts: facts(nameService(olduser, ...many)) }, [
      { ...violation, message: 'site8 and 2 more.' },
    ]);
  });

  it('leaves the manager alone, whose accounts become those of the cluster', () => {
    expectMet(noAccountsOnNewNodes, { spec, facts: facts(nameService()).answer(managerId, userTables(), people) });
  });

  it('is unknown without looks', () => {
    const expected = [node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(noAccountsOnNewNodes, { spec }, expected);
  });
});
