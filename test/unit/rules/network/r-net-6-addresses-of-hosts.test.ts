import { readManifest } from '../../../../src/manifest/read-manifest.js';
import { addresses } from '../../../../src/probes/network/addresses.js';
import { addressesOfHosts } from '../../../../src/rules/network/r-net-6-addresses-of-hosts.rule.js';
import {
  address,
  dualCluster,
  fileServerId,
  managerId,
  memberOf,
  node1Id,
  node2Id,
  publicCluster,
  withFileServer,
} from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { held } from '../held-addresses.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster();
const facts = (): HostFacts =>
  new HostFacts()
    .answer(managerId, addresses(), held('9.9.9.11'))
    .answer(node1Id, addresses(), held('9.9.9.12'))
    .answer(node2Id, addresses(), held('9.9.9.13'));

const ofNode1 = { subject: 'Address 9.9.9.12', field: ['members', '1', 'addresses', '0', 'address'] };

interface Printed {
  readonly name?: string;
  readonly flags?: readonly string[];
  readonly address: string;
  readonly prefixLength?: number;
}

function links(...printed: readonly Printed[]): string {
  return JSON.stringify(
    printed.map(({ name = 'eth0', flags = ['UP'], address: local, prefixLength = 24 }) => ({
      ...{ ifname: name, flags, addr_info: [{ local, prefixlen: prefixLength, scope: 'global' }] },
    })),
  );
}

/** What a person sends who takes the remedy. */
function remedied(cluster: typeof spec, shown: HostFacts): unknown {
  const context = { spec: cluster, moment: 'before', draft: false, clusterId: null } as const;
  const findings = addressesOfHosts.judge({ ...context, facts: shown.at(observedAt) });
  const inputs = findings
    .flatMap(({ remedies }) => remedies.map(({ input }) => input?.manifest))
    .filter((text) => typeof text === 'string');
  expect(new Set(inputs).size).toBe(1);
  return readManifest(inputs[0] ?? '').manifest;
}

describe('R-NET-6', () => {
  it('is met by hosts that have what is declared for them, whatever else they have', () => {
    expectMet(addressesOfHosts, { spec, facts: facts() });
    expectMet(addressesOfHosts, { spec, facts: facts().answer(node1Id, addresses(), held('9.9.9.77', '9.9.9.12')) });
  });

  it('does not ask for what the steps bind: the quorum address and service addresses', () => {
    const served = facts().answer(managerId, addresses(), held('9.9.9.11', '9.9.9.10', '9.9.9.100'));
    expectMet(addressesOfHosts, { spec, facts: served });
  });

  it('is met by an address however it is written, and by one on the loopback link', () => {
    const six = publicCluster((edited) => {
      edited.core.networks.push({ name: 'six', kind: 'PUBLIC', cidr: '2001:db8::/64' });
      memberOf(edited, node1Id).addresses.push(address('six', '2001:DB8:0::0:1', 'HOST'));
    });
    const both = links({ address: '2001:db8::1', prefixLength: 64 }, { address: '9.9.9.12' });
    expectMet(addressesOfHosts, { spec: six, facts: facts().answer(node1Id, addresses(), both) });
    const routed = links({ name: 'lo', flags: ['UP', 'LOOPBACK'], address: '9.9.9.12', prefixLength: 32 });
    expectMet(addressesOfHosts, { spec, facts: facts().answer(node1Id, addresses(), routed) });
  });

  it('is violated by an address that the host does not have, and declares the only one that can be meant', () => {
    const shown = facts().answer(node1Id, addresses(), held('9.9.9.21', '10.1.2.3'));
    expectViolated(addressesOfHosts, { spec, facts: shown }, [
      {
        ...ofNode1,
        ...{ code: 'OTHER_ADDRESS', severity: 'ERROR', remedy: ['applyCluster', { declare: 'Give node1 9.9.9.12' }] },
        message: 'node1 does not have 9.9.9.12, which is declared for it; in public (9.9.9.0/24) it has 9.9.9.21.',
      },
    ]);
    const declared = publicCluster((edited) => {
      memberOf(edited, node1Id).addresses = [address('public', '9.9.9.21', 'HOST')];
    });
    expect(remedied(spec, shown)).toMatchObject({
      ...{ apiVersion: 'hostwright/v1', kind: 'Cluster', name: 'shop', databaseServers: ['db1'] },
      members: [{ host: 'manager' }, { host: 'node1', addresses: [{ address: '9.9.9.21' }] }, { host: 'node2' }],
    });
    expectMet(addressesOfHosts, { spec: declared, facts: shown });
  });

  it('declares it for the revision that was judged, where there is one', () => {
    const shown = facts().answer(node1Id, addresses(), held('9.9.9.21'));
    const expected = (revision: { readonly revision?: number }): unknown => {
      const context = { spec, moment: 'before', draft: false, clusterId: null, facts: shown.at(observedAt) } as const;
      const [finding] = addressesOfHosts
        .judge({ ...context, ...revision })
        .filter(({ verdict }) => verdict === 'VIOLATED');
      return finding?.remedies[0]?.input?.expectedVersion;
    };
    expect(expected({ revision: 7 })).toBe(7);
    expect(expected({})).toBeUndefined();
  });

  it('declares all that hosts have at once, so that one remedy does not take back another', () => {
    const shown = facts().answer(node1Id, addresses(), held('9.9.9.21')).answer(node2Id, addresses(), held('9.9.9.22'));
    const violation = { code: 'OTHER_ADDRESS', severity: 'ERROR' } as const;
    expectViolated(addressesOfHosts, { spec, facts: shown }, [
      {
        ...{ ...ofNode1, ...violation, message: 'it has 9.9.9.21' },
        remedy: ['applyCluster', { declare: 'Give node1 9.9.9.12' }],
      },
      {
        ...{ subject: 'Address 9.9.9.13', field: ['members', '2', 'addresses', '0', 'address'] },
        ...violation,
        message: 'it has 9.9.9.22',
        remedy: ['applyCluster', { declare: 'Give node2 9.9.9.13' }],
      },
    ]);
    expect(remedied(spec, shown)).toMatchObject({
      members: [{}, { addresses: [{ address: '9.9.9.21' }] }, { addresses: [{ address: '9.9.9.22' }] }],
    });
  });

  it.each([
    ['has several there', held('9.9.9.21', '9.9.9.22'), 'OTHER_ADDRESS', 'it has 9.9.9.21, 9.9.9.22.'],
    ['has one there that is declared for another', held('9.9.9.13'), 'OTHER_ADDRESS', 'it has 9.9.9.13.'],
    [
      'has none there',
      held('10.1.2.3'),
      'NO_ADDRESS_IN_NETWORK',
      'and no address in public (9.9.9.0/24); it has: 10.1.2.3.',
    ],
    ['has none at all', '[]', 'NO_ADDRESS_IN_NETWORK', 'it has: none.'],
  ])('asks for another declaration where the host %s', (_what, shown, code, message) => {
    expectViolated(addressesOfHosts, { spec, facts: facts().answer(node1Id, addresses(), shown) }, [
      { ...ofNode1, code, severity: 'ERROR', message, remedy: 'declare' },
    ]);
  });

  it('does not guess which of two wrong addresses is meant by the one that the host has', () => {
    const two = publicCluster((edited) => {
      memberOf(edited, node1Id).addresses.push(address('public', '9.9.9.14', 'HOST'));
    });
    const violation = { code: 'OTHER_ADDRESS', severity: 'ERROR', remedy: 'declare', message: 'has 9.9.9.21' } as const;
    const shown = facts().answer(node1Id, addresses(), held('9.9.9.21'));
    expectViolated(addressesOfHosts, { spec: two, facts: shown }, [
      { ...ofNode1, ...violation },
      { ...violation, subject: 'Address 9.9.9.14', field: ['members', '1', 'addresses', '1', 'address'] },
    ]);
  });

  it('is violated by an address on a link that is down, unless another holds it too', () => {
    const down: Printed = { name: 'eth1', flags: [], address: '9.9.9.12' };
    expectViolated(addressesOfHosts, { spec, facts: facts().answer(node1Id, addresses(), links(down)) }, [
      {
        ...{ ...ofNode1, code: 'LINK_DOWN', severity: 'ERROR', remedy: { command: 'ip link set dev eth1 up' } },
        message: 'node1 has 9.9.9.12 on eth1, which is down',
      },
    ]);
    const both = links(down, { name: 'br0', address: '9.9.9.12' });
    expectMet(addressesOfHosts, { spec, facts: facts().answer(node1Id, addresses(), both) });
  });

  it('warns of a host beside which there is not all of the network, and of none in a larger one', () => {
    const narrow = links({ address: '9.9.9.12', prefixLength: 32 });
    expectViolated(addressesOfHosts, { spec, facts: facts().answer(node1Id, addresses(), narrow) }, [
      {
        ...{ ...ofNode1, code: 'NARROWER_NETWORK', severity: 'WARNING', remedy: 'declare' },
        message: 'node1 has 9.9.9.12/32, so that it sends what goes to others in public (9.9.9.0/24) to a router',
      },
    ]);
    const wide = links({ address: '9.9.9.12', prefixLength: 16 });
    expectMet(addressesOfHosts, { spec, facts: facts().answer(node1Id, addresses(), wide) });
  });

  it('asks file servers too, and is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id, fileServerId].map((hostId) => ({
      ...{ subject: `Host ${hostId}`, lookAt: hostId },
    }));
    expectUnknown(addressesOfHosts, { spec: publicCluster(withFileServer) }, expected);
  });

  it('writes no manifest of a cluster of hundreds of hosts', () => {
    const large = dualCluster(({ core }) => {
      const [manager, node] = core.members;
      if (manager === undefined || node === undefined) throw new Error('there are members');
      core.members = [manager, node, ...Array.from({ length: 99 }, () => ({ ...node, addresses: [] }))];
    });
    const shown = facts()
      .answer(managerId, addresses(), held('9.9.9.11', '10.0.0.11'))
      .answer(node1Id, addresses(), held('9.9.9.12', '10.0.0.21'));
    expectViolated(addressesOfHosts, { spec: large, facts: shown }, [
      {
        ...{ subject: 'Address 10.0.0.12', field: ['members', '1', 'addresses', '1', 'address'] },
        ...{ code: 'OTHER_ADDRESS', severity: 'ERROR', message: 'it has 10.0.0.21', remedy: 'declare' },
      },
    ]);
  });
});
