import { addressClaim } from '../../../../src/probes/network/address-claim.js';
import { addresses } from '../../../../src/probes/network/addresses.js';
import { blocking } from '../../../../src/rules/blocking.js';
import { noSingleManager } from '../../../../src/rules/no-single-manager.js';
import { addressesNobodyElseHas } from '../../../../src/rules/network/r-net-7-addresses-nobody-else-has.rule.js';
import { balanced, balancedElsewhere, managerId, memberOf, node1Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster();
const card = '02:77:01:00:00:0C';
const [quorum, service] = ['9.9.9.10', '9.9.9.100'];

function facts(ofQuorum: string, ofService: string): HostFacts {
  return new HostFacts()
    .answer(managerId, addressClaim(quorum), ofQuorum)
    .answer(managerId, addressClaim(service), ofService);
}

const ofService = {
  ...({ subject: `Address ${service}`, code: 'ANSWERED_BY_ANOTHER', severity: 'ERROR' } as const),
  ...({
    field: ['members', '0', 'addresses', '2', 'address'],
    remedy: [{ declare: 'Declare another address' }, 'observeHosts'],
  } as const),
};

describe('R-NET-7', () => {
  it.each(['free', 'held', 'unchecked'])('is met by addresses that are %s', (said) => {
    expectMet(addressesNobodyElseHas, { spec, facts: facts('free\n', `${said}\n`) });
  });

  it('is violated by each address that a stranger answers for', () => {
    const message = `${service}, which manager is to bind, is already used on its segment: ${card} answers for it`;
    expectViolated(addressesNobodyElseHas, { spec, facts: facts('free\n', `claimed ${card}\n`) }, [
      { ...ofService, message },
    ]);
    const both = facts(`claimed ${card}\n`, `claimed ${card}\n`);
    expectViolated(addressesNobodyElseHas, { spec, facts: both }, [
      {
        ...ofService,
        subject: `Address ${quorum}`,
        field: ['members', '0', 'addresses', '1', 'address'],
        message: quorum,
      },
      { ...ofService, message },
    ]);
  });

  it('is violated by an address that a stranger answers for while the manager holds it', () => {
    const shown = facts('held\n', `contested ${card}\n`);
    expectViolated(addressesNobodyElseHas, { spec, facts: shown }, [
      {
        ...ofService,
        code: 'ANSWERED_BY_ANOTHER_TOO',
        message: `${service}, which manager holds, is used twice on its segment: ${card} answers for it too`,
        remedy: ['observeHosts', { declare: 'Or declare another address' }],
      },
    ]);
  });

  it('names the member whose card it is', () => {
    const links = JSON.stringify([{ ifname: 'eth0', flags: ['UP'], address: card.toLowerCase(), addr_info: [] }]);
    const shown = facts('free\n', `claimed ${card}\n`).answer(node1Id, addresses(), links);
    expectViolated(addressesNobodyElseHas, { spec, facts: shown }, [
      { ...ofService, message: `node1 (${card}) answers for it` },
    ]);
  });

  it('has a node keep silent about a balanced address, which it holds too, rather than lose it', () => {
    const links = JSON.stringify([{ ifname: 'eth0', flags: ['UP'], address: card.toLowerCase(), addr_info: [] }]);
    const shown = facts(`contested ${card}\n`, `contested ${card}\n`).answer(node1Id, addresses(), links);
    const titles = addressesNobodyElseHas
      .judge({
        ...{ spec: publicCluster(balanced({ port: 80 })), facts: shown.at(observedAt) },
        ...({ moment: 'before', draft: false, clusterId: null } as const),
      })
      .map(({ remedies: [first] }) => first?.title);
    expect(titles).toEqual([
      `Take ${quorum} from node1 (${card}), then look at manager again`,
      `Have node1 (${card}) keep silent about ${service}, as D-18 says, then look at manager again`,
    ]);
  });

  it("stands in nobody's way while nobody asked: the step that binds it does", () => {
    const expected = [quorum, service].map((address) => ({ subject: `Address ${address}`, lookAt: managerId }));
    expectUnknown(addressesNobodyElseHas, { spec }, expected);
    const context = { spec, moment: 'before', draft: false, clusterId: null } as const;
    const unknown = addressesNobodyElseHas.judge({ ...context, facts: new HostFacts().at(observedAt) });
    expect(blocking(unknown, [])).toEqual([]);
    const claimed = facts('free\n', `claimed ${card}\n`).at(observedAt);
    expect(blocking(addressesNobodyElseHas.judge({ ...context, facts: claimed }), [])).toHaveLength(1);
  });

  it("does not ask for what somebody else's balancer holds", () => {
    const elsewhere = publicCluster(balancedElsewhere({}));
    expect(addressesNobodyElseHas.looks(elsewhere).map(({ probe }) => probe.id)).toEqual([addressClaim(quorum).id]);
    expectMet(addressesNobodyElseHas, { spec: elsewhere, facts: facts('free\n', `claimed ${card}\n`) });
  });

  it('is not applicable without a single manager', () => {
    const none = publicCluster((value) => {
      memberOf(value, managerId).role = 'NODE';
    });
    expectNotApplicable(addressesNobodyElseHas, { spec: none }, noSingleManager);
  });
});
