import { twoPublicAddresses } from '../../../../src/rules/network/r-net-pub-1-two-public-addresses.rule.js';
import { dualCluster, managerId, memberOf, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

const violation = {
  subject: `Host ${managerId}`,
  field: ['members', '0', 'addresses'],
  remedy: 'declare',
} as const;

describe('R-NET-PUB-1', () => {
  it('is met by a public quorum address and a public service address', () => {
    expectMet(twoPublicAddresses, { spec: publicCluster() });
  });

  it.each([
    [false, 'ERROR'],
    [true, 'INFO'],
  ] as const)('misses what a manager with one public address has not (draft: %s: %s)', (draft, severity) => {
    const spec = publicCluster((edited) => {
      const manager = memberOf(edited, managerId);
      manager.addresses = manager.addresses.filter(({ purpose }) => purpose === 'QUORUM');
    });
    expectViolated(twoPublicAddresses, { spec, draft }, [
      { ...violation, severity, code: 'TOO_FEW_PUBLIC_ADDRESSES', message: 'declares 1 public address;' },
      { ...violation, severity, code: 'NO_SERVICE_ADDRESS', message: 'has purpose SERVICE' },
    ]);
  });

  it('counts an address that is declared twice once', () => {
    const spec = publicCluster((edited) => {
      const manager = memberOf(edited, managerId);
      manager.addresses = manager.addresses
        .filter(({ purpose }) => purpose !== 'HOST')
        .map((held) => ({ ...held, address: '9.9.9.10' }));
    });
    expectViolated(twoPublicAddresses, { spec }, [
      { ...violation, severity: 'ERROR', code: 'TOO_FEW_PUBLIC_ADDRESSES', message: 'declares 1 public address;' },
    ]);
  });

  it('is violated when none of the public addresses is for the quorum', () => {
    const spec = publicCluster((edited) => {
      const manager = memberOf(edited, managerId);
      manager.addresses = manager.addresses.filter(({ purpose }) => purpose !== 'QUORUM');
    });
    expectViolated(twoPublicAddresses, { spec }, [
      { ...violation, severity: 'ERROR', code: 'NO_PUBLIC_QUORUM', message: 'has purpose QUORUM' },
    ]);
  });

  it('is silent under PUBLIC_PRIVATE as long as the quorum address is private', () => {
    const reason = 'The quorum address is private, so that one public address of the manager is enough.';
    expectNotApplicable(twoPublicAddresses, { spec: dualCluster() }, reason);
  });

  it('comes back under PUBLIC_PRIVATE with a public quorum address', () => {
    const spec = dualCluster((edited) => {
      edited.core.quorumAddress = '9.9.9.10';
      memberOf(edited, managerId).addresses = [
        { network: 'public', address: '9.9.9.10', purpose: 'QUORUM' },
        { network: 'private', address: '10.0.0.11', purpose: 'HOST' },
      ];
    });
    expectViolated(twoPublicAddresses, { spec }, [
      { ...violation, severity: 'ERROR', code: 'TOO_FEW_PUBLIC_ADDRESSES', message: 'at least 2 are needed' },
      { ...violation, severity: 'ERROR', code: 'NO_SERVICE_ADDRESS', message: 'has purpose SERVICE' },
    ]);
  });
});
