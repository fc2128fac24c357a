import { notByAnEdit } from '../../../../src/commands/clusters/not-by-an-edit.js';
import { publicCluster, withSite } from '../../rules/clusters.js';

describe('an edit of a cluster that was set up', () => {
  it('is told to stop the web server of before by its unit, where another one shall serve the sites', () => {
    const spec = publicCluster(withSite('NGINX', null));
    const after = publicCluster(withSite('APACHE', null)).core;
    const [kept, ...others] = notByAnEdit(spec, after, String);
    expect(others).toEqual([]);
    expect(kept?.field).toEqual(['webServer']);
    expect(kept?.message).toContain('declare no web server first (null), then APACHE, or keep NGINX.');
    expect(kept?.message).toContain('systemctl disable --now nginx.service');
  });

  it('may do without a web server, and keep the one that it has', () => {
    const spec = publicCluster(withSite('NGINX', null));
    expect(notByAnEdit(spec, publicCluster(withSite(null, null)).core, String)).toEqual([]);
    expect(notByAnEdit(spec, spec.core, String)).toEqual([]);
  });
});
