import { addressInOneCluster } from '../../../../src/rules/network/r-net-5-address-in-one-cluster.rule.js';
import type { DeclaredElsewhere } from '../../../../src/rules/rule.js';
import { address, dualCluster, memberOf, node1Id, publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const publicNode = {
  ...{ cluster: 'other', host: 'far', cidr: '9.9.9.0/24' },
  purpose: 'HOST',
  isDraft: false,
} as const;
const publicAddress = '9.9.9.12';

function declared(text: string, over: Partial<DeclaredElsewhere> = {}): HostFacts {
  return new HostFacts().declares(text, { ...publicNode, ...over });
}

describe('R-NET-5', () => {
  it('is met where no other cluster declares an address', () => {
    expectMet(addressInOneCluster, { spec: publicCluster() });
    expectMet(addressInOneCluster, { spec: publicCluster(), facts: declared('9.9.9.250') });
  });

  it('is met by what the cluster itself declares', () => {
    expectMet(addressInOneCluster, { spec: publicCluster(), facts: declared(publicAddress, { cluster: 'shop' }) });
  });

  it('is violated by a public address that another cluster has', () => {
    expectViolated(addressInOneCluster, { spec: publicCluster(), facts: declared(publicAddress) }, [
      {
        subject: `Address ${publicAddress}`,
        code: 'DECLARED_ELSEWHERE',
        severity: 'ERROR',
        field: ['members', '1', 'addresses', '0', 'address'],
        message: `${publicAddress} of node1 is declared by cluster other too, for far; only one of them may have it.`,
        remedy: 'declare',
      },
    ]);
  });

  it.each([
    ['one that the steps bind, in a network of the same numbers', 'WARNING', { purpose: 'QUORUM' }],
    ["a host's own in both clusters", 'INFO', {}],
    ['one in a network of other numbers', 'INFO', { purpose: 'QUORUM', cidr: '10.77.0.0/16' }],
    ['one of a draft', 'INFO', { purpose: 'QUORUM', isDraft: true }],
  ] as const)('says of a private address that is %s: %s', (_what, severity, over) => {
    const spec = dualCluster((edited) => {
      edited.core.networks.push({ name: 'lab', kind: 'PRIVATE', cidr: '10.77.2.0/24' });
      memberOf(edited, node1Id).addresses.push(address('lab', '10.77.2.9', 'HOST'));
    });
    expectViolated(addressInOneCluster, { spec, facts: declared('10.77.2.9', { cidr: '10.77.2.0/24', ...over }) }, [
      {
        subject: 'Address 10.77.2.9',
        code: 'DECLARED_ELSEWHERE',
        severity,
        field: ['members', '1', 'addresses', '2', 'address'],
        message: 'only one of them may have it, unless the clusters are on networks of their own.',
        remedy: 'declare',
      },
    ]);
  });

  it('says one thing of an address, the worst, however many clusters declare it', () => {
    const facts = declared(publicAddress, { cluster: 'a-draft', isDraft: true }).declares(publicAddress, publicNode);
    const said = `${publicAddress} of node1 is declared by cluster other too, for far`;
    const subject = { subject: `Address ${publicAddress}`, code: 'DECLARED_ELSEWHERE', severity: 'ERROR' } as const;
    const place = { field: ['members', '1', 'addresses', '0', 'address'], remedy: 'declare' } as const;
    const spec = publicCluster();
    expectViolated(addressInOneCluster, { spec, facts }, [
      { ...subject, ...place, message: `${said}; only one of them may have it.` },
    ]);
    expectViolated(
      addressInOneCluster,
      { spec, facts: facts.declares(publicAddress, { ...publicNode, cluster: 'z' }) },
      [{ ...subject, ...place, message: `${said}, and by others; only one of them may have it.` }],
    );
  });

  it('does not name the other cluster to whoever may see their own alone', () => {
    const facts = declared(publicAddress, { cluster: null, host: null });
    expectViolated(addressInOneCluster, { spec: publicCluster(), facts }, [
      {
        ...{ subject: `Address ${publicAddress}`, code: 'DECLARED_BY_ANOTHER', severity: 'ERROR' },
        ...{ field: ['members', '1', 'addresses', '0', 'address'], remedy: 'declare' },
        message: `${publicAddress} of node1 is declared by another cluster too; only one of them may have it.`,
      },
    ]);
  });
});
