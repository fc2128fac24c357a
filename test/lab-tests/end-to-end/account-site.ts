import type { BalancedCluster } from './balanced-cluster.js';

const status = (answer: string): string | undefined => /^HTTP\/1\.[01] (\d+)/.exec(answer)?.[1];

/** Tests of what one account's site is on nodes whose web servers differ: its names, and how far it reaches. */
export function accountSite(at: () => BalancedCluster): void {
  /** What each web server says: connections go to one host after the other. */
  async function statusOf(path: string): Promise<Readonly<Record<string, string | undefined>>> {
    const all: Record<string, string | undefined> = {};
    for (let number = 0; number < 2; number++) {
      const { stdout } = await at().ask(path);
      const [, server = 'none'] = /^Server: (\w+)/m.exec(stdout) ?? [];
      all[server] = status(stdout);
    }
    return all;
  }

  it('answers for the domain with "www." too, and for no other name, whichever web server answers', async () => {
    expect(new Set(await at().answers(2, `www.${at().domain}`))).toEqual(
      new Set(['answered by node1', 'answered by node2']),
    );
    for (const node of at().nodes) {
      const { stdout } = await at().ask('/', 'other.example');
      expect({ node, status: status(stdout) }).toEqual({ node, status: '404' });
    }
  });

  it('gives an account nothing but its own, whatever it links to and whatever it asks its web server for', async () => {
    const { nodes, documentRoot } = at();
    for (const node of nodes) {
      const script = `echo of-others >/srv/of-others
ln -s /srv/of-others ${documentRoot}/theirs
ln -s index.html ${documentRoot}/own
chown -h 20001 ${documentRoot}/theirs
mkdir ${documentRoot}/status
echo 'SetHandler server-status' >${documentRoot}/status/.htaccess`;
      await at().byHand(node, script);
    }
    expect(await statusOf('/own')).toEqual({ nginx: '200', Apache: '200' });
    expect(await statusOf('/theirs')).toEqual({ nginx: '403', Apache: '403' });
    expect(await statusOf('/status/')).toEqual({ nginx: '403', Apache: '500' });
    // A link in the place of the whole site.
    for (const node of nodes) {
      await at().byHand(
        node,
        `mv ${documentRoot} ${documentRoot}.aside && ln -s /srv ${documentRoot} && chown -h 20001 ${documentRoot}`,
      );
    }
    expect(await statusOf('/of-others')).toEqual({ nginx: '403', Apache: '403' });
    for (const node of nodes) {
      await at().byHand(node, `rm ${documentRoot} && mv ${documentRoot}.aside ${documentRoot}`);
    }
    expect(await statusOf('/')).toEqual({ nginx: '200', Apache: '200' });
  });

  it('serves a name that is as long as names may be', async () => {
    const long = [...['a', 'b', 'c'].map((letter) => letter.repeat(63)), 'd'.repeat(49), 'example'].join('.');
    for (const node of at().nodes) {
      await at().byHand(node, `mkdir -p /chroot/home/long && cp -r ${at().documentRoot} /chroot/home/long/`);
      const site = at().site(node, { name: 'long', uid: 20_002, domain: long });
      const { outcome, summary } = await at().worker.until(site);
      expect(`${outcome}: ${summary}`).toMatch(/^CHANGED: /);
    }
    expect(new Set(await at().answers(2, long))).toEqual(new Set(['answered by node1', 'answered by node2']));
    expect(new Set(await at().answers(2, `www.${long}`))).toEqual(new Set(['answered by node1', 'answered by node2']));
  });
}
