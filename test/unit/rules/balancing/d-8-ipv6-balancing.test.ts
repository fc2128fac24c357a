import { ipvsadmVersion } from '../../../../src/probes/balancing/ipvsadm-version.js';
import { osRelease } from '../../../../src/probes/system/os-release.js';
import { ipv6Balancing } from '../../../../src/rules/balancing/d-8-ipv6-balancing.rule.js';
import { balanced, balancedElsewhere, managerId, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { printedRelease } from '../system-prints.js';

const service = { address: '2001:db8::100', port: 80 };
const spec = publicCluster(balanced(service));
const withKernel = (kernel: string): HostFacts =>
  new HostFacts().answer(managerId, osRelease(), printedRelease('debian', '12', { kernel }));
const withTool = (version: string): HostFacts =>
  new HostFacts().answer(managerId, ipvsadmVersion(), `ipvsadm v${version} 2019/12/24\n`);
const ofManager = { subject: `Host ${managerId}`, severity: 'ERROR', field: ['balancedServices'] } as const;
const by = (command: string) => ({ remedy: [{ command }, { declare: 'Balance IPv4 addresses only' }] }) as const;

describe('D-8', () => {
  it.each(['6.1.0-21-amd64', '2.6.28', '4.18.0-553.el8_10.x86_64', '3.0'])('is met before by kernel %s', (kernel) => {
    expectMet(ipv6Balancing, { spec, moment: 'before', facts: withKernel(kernel) });
  });

  it('is met afterwards by an ipvsadm that is new enough', () => {
    for (const version of ['1.25', '1.31', '2.0']) {
      expectMet(ipv6Balancing, { spec, moment: 'after', facts: withTool(version) });
    }
  });

  it('is violated by an older kernel, and by an older ipvsadm', () => {
    expectViolated(ipv6Balancing, { spec, moment: 'before', facts: withKernel('2.6.18-419.el5') }, [
      {
        ...ofManager,
        code: 'OLD_KERNEL',
        message: 'Manager has kernel 2.6.18-419.el5',
        ...by('apt-get dist-upgrade && systemctl reboot'),
      },
    ]);
    expectViolated(ipv6Balancing, { spec, moment: 'after', facts: withTool('1.24') }, [
      { ...ofManager, code: 'OLD_IPVSADM', message: 'Manager has ipvsadm 1.24', ...by('apt-get install ipvsadm') },
    ]);
  });

  it.each([
    ['almalinux', '9.4', 'dnf upgrade kernel && systemctl reboot', 'dnf upgrade ipvsadm'],
    ['opensuse-leap', '15.6', 'PACKAGE_MANAGER upgrade kernel', 'PACKAGE_MANAGER upgrade ipvsadm'],
  ])('is mended on %s %s by %s, or by %s', (id, version, ofKernel, ofTool) => {
    const release = printedRelease(id, version, { kernel: '2.6.18-419.el5' });
    const facts = withTool('1.24').answer(managerId, osRelease(), release);
    expectViolated(ipv6Balancing, { spec, moment: 'before', facts }, [
      { ...ofManager, code: 'OLD_KERNEL', message: 'Manager has kernel', ...by(ofKernel) },
    ]);
    expectViolated(ipv6Balancing, { spec, moment: 'after', facts }, [
      { ...ofManager, code: 'OLD_IPVSADM', message: 'Manager has ipvsadm', ...by(ofTool) },
    ]);
  });

  it('is unknown without looks, and for a kernel whose version has no number', () => {
    const expected = [{ subject: `Host ${managerId}`, lookAt: managerId }];
    expectUnknown(ipv6Balancing, { spec, moment: 'before' }, expected);
    expectUnknown(ipv6Balancing, { spec, moment: 'after' }, expected);
    expectUnknown(ipv6Balancing, { spec, moment: 'before', facts: withKernel('custom') }, expected);
  });

  it('does not apply where the manager balances no IPv6 address', () => {
    const reason = 'The manager balances no IPv6 address.';
    for (const other of [publicCluster(balanced({ port: 80 })), publicCluster(balancedElsewhere(service))]) {
      expectNotApplicable(ipv6Balancing, { spec: other, moment: 'before' }, reason);
    }
  });
});
