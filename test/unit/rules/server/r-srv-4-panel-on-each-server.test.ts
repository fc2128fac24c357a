import { tcpListeners } from '../../../../src/probes/network/tcp-listeners.js';
import { panelOnEachServer } from '../../../../src/rules/server/r-srv-4-panel-on-each-server.rule.js';
import { edits, managerId, node1Id, node2Id, publicCluster, withPanel, withPanelDatabase } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const servers = [managerId, node1Id, node2Id];

function listeningOn(port: number): HostFacts {
  const facts = new HostFacts();
  for (const hostId of servers) facts.answer(hostId, tcpListeners(), `LISTEN 0 511 *:${port} *:*\n`);
  return facts;
}

describe('R-SRV-4', () => {
  it.each([
    [2443, []],
    [2080, []],
    [8443, [8443, 9443]],
  ] as const)('is met by servers that all listen on port %d of %j', (port, ports) => {
    expectMet(panelOnEachServer, { spec: publicCluster(withPanel(...ports)), facts: listeningOn(port) });
  });

  it('is violated by a node that listens on none of them', () => {
    const facts = listeningOn(8443).answer(node2Id, tcpListeners(), 'LISTEN 0 511 *:2443 *:*\n');
    expectViolated(panelOnEachServer, { spec: publicCluster(withPanel(8443, 9443)), facts }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'PANEL_NOT_THERE', severity: 'ERROR', field: ['members', '2'] },
        ...{ message: 'Nothing listens on port 8443 or 9443 of node2', remedy: 'declare' },
      },
    ]);
  });

  it("is violated by servers on which only the panel's database listens", () => {
    const spec = publicCluster(edits(withPanel(8443), withPanelDatabase(2306)));
    const expected = servers.map((hostId, index) => ({
      ...{
        subject: `Host ${hostId}`,
        code: 'PANEL_NOT_THERE',
        severity: 'ERROR' as const,
        field: ['members', `${index}`],
      },
      ...{ message: 'Nothing listens on port 8443 of', remedy: 'declare' as const },
    }));
    expectViolated(panelOnEachServer, { spec, facts: listeningOn(2306) }, expected);
  });

  it('is unknown without looks, and silent without a panel', () => {
    const expected = servers.map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(panelOnEachServer, { spec: publicCluster(withPanel(2443)) }, expected);
    expectNotApplicable(panelOnEachServer, { spec: publicCluster() }, 'The cluster has no hosting panel.');
  });
});
