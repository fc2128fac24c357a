import { loginHome } from '../../../../src/probes/system/login-home.js';
import { loginHomeApart } from '../../../../src/rules/host/r-host-1-login-home-apart.rule.js';
import { managerId, node1Id, node2Id, publicCluster, withFileServer } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster();

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(managerId, loginHome(), 'root:/root\n')
    .answer(node1Id, loginHome(), 'ops:/var/lib/ops\n')
    .answer(node2Id, loginHome(), 'ops:/homes/ops\n');
}

describe('R-HOST-1', () => {
  it('is met by homes that user storage does not cover', () => {
    expectMet(loginHomeApart, { spec, facts: goodFacts() });
  });

  it('does not ask a file server, where nothing is mounted', () => {
    expectMet(loginHomeApart, { spec: publicCluster(withFileServer), facts: goodFacts() });
  });

  it.each([
    ['/home/ops', '/home'],
    ['/chroot/home/ops', '/chroot'],
    ['/home', '/home'],
  ])('is violated by the home %s', (home, under) => {
    const facts = goodFacts().answer(node1Id, loginHome(), `ops:${home}\n`);
    expectViolated(loginHomeApart, { spec, facts }, [
      {
        subject: `Host ${node1Id}`,
        code: 'HOME_WOULD_BE_COVERED',
        severity: 'ERROR',
        field: ['members', '1'],
        message: `The home of login ops on node1 is ${home}; it must lie outside ${under},`,
        remedy: { command: 'usermod --move-home --home /var/lib/ops ops' },
      },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(loginHomeApart, { spec }, expected);
  });
});
