import { hostId } from '../../../src/domain/ids.js';
import { dutiesInWords, managerDutiesOf } from '../../../src/domain/manager-duties.js';
import { balanced, managerId, publicCluster, withFileServer, withLocalDatabase, withSite } from '../rules/clusters.js';

describe('managerDutiesOf', () => {
  it('finds what a manager does by default', () => {
    const spec = publicCluster((edited) => {
      withSite('APACHE', 'bakery.example')(edited);
      withLocalDatabase(edited);
      edited.core.panel = { name: 'interworx', ports: [], databasePort: null, licences: [] };
    });
    expect(dutiesInWords(managerDutiesOf(spec))).toEqual([
      ...['serving HTTP', 'user storage', "the accounts' MySQL server", 'panel and webmail'],
    ]);
  });

  it('leaves out what was moved to other hosts', () => {
    const away = { weights: [{ hostId: hostId.parse(managerId), weight: 0 }] };
    const spec = publicCluster((edited) => {
      withSite('APACHE', 'bakery.example')(edited);
      withFileServer(edited);
      balanced({ port: 80, ...away }, { port: 443, ...away })(edited);
    });
    expect(managerDutiesOf(spec)).toEqual({ traffic: [], userStorage: false, database: false, panel: false });
    expect(dutiesInWords(managerDutiesOf(spec))).toEqual([]);
  });

  it('names each service once of which the manager takes a share', () => {
    const spec = publicCluster(balanced({ port: 80 }, { port: 80, address: '9.9.9.101' }, { port: 25 }));
    expect(managerDutiesOf(spec).traffic).toEqual(['HTTP', 'SMTP']);
  });
});
