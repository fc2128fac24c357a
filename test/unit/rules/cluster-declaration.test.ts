import { clusterDeclaration } from '../../../src/rules/cluster-declaration.js';
import { dualCluster, withLocalDatabase, withSite } from './clusters.js';

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
});
