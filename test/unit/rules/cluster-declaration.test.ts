import { hostId, toGlobalId } from '../../../src/domain/ids.js';
import { clusterDeclaration } from '../../../src/rules/cluster-declaration.js';
import { dualCluster, managerId, withLocalDatabase, withSite } from './clusters.js';

describe('what declares a value again', () => {
  it('has its web server and local database, and no id of the server that is made with it', () => {
    const given = dualCluster(() => undefined);
    const whole = dualCluster((spec) => {
      withLocalDatabase(spec);
      withSite('APACHE', 'bakery.example')(spec);
    });
    const declaration = clusterDeclaration(whole);
    expect(declaration).toMatchObject({ localDatabase: true, webServer: 'APACHE' });
    expect(declaration['databaseServerIds']).toEqual([]);
    expect(clusterDeclaration(given)['databaseServerIds']).toHaveLength(1);
  });

  it('has what is said of rules, the device in front, the panel and the hypervisor', () => {
    const nat = {
      ...{ mode: 'ONE_TO_ONE', publicAddresses: ['9.9.9.1'], forwardTarget: '10.0.0.100', forwardMysql: true },
    } as const;
    const said = dualCluster(({ core }) => {
      Object.assign(core, { ruleSet: 'INTERWORX_8', topology: 'PRIVATE_NAT', nat, forwarding: 'TUN' });
      core.hypervisorAccess = false;
      const licence = { hostId: hostId.parse(managerId), kind: 'VPS', attestedAt: '2026-01-31' } as const;
      core.panel = { name: 'panel', ports: [2443], databasePort: 2306, licences: [licence] };
    });
    expect(clusterDeclaration(said)).toMatchObject({
      ...{ ruleSet: 'INTERWORX_8', nat, forwarding: 'TUN', hypervisorAccess: false },
      panel: {
        databasePort: 2306,
        licences: [{ hostId: toGlobalId('Host', managerId), kind: 'VPS', attestedAt: '2026-01-31' }],
      },
    });
  });
});
