import { domainOf } from '../../../quickstart/declare-cluster.js';
import { outputOf } from '../../../quickstart/output-of.js';
import { pageRequest } from '../../../quickstart/page-request.js';
import { until } from '../../until.js';
import { applyManifest, exportManifest, withoutHost } from './cluster-manifest.js';
import type { OneCluster } from './one-cluster.js';

const cluster = 'quickstart';
const node = 'node2';
const site = 'florist';
const page = 'flowers';
const accessLog = '/var/log/hostwright/web/access.log';

/** Tests that edit a cluster by its manifest: a node is left out of the draft, comes to what was set up, and goes in the end. */
export function manifestEdits(at: () => OneCluster): { draft(): void; comes(): void; goes(): void } {
  let whole: string;

  const on = (host: string, script: string): Promise<string> => outputOf(at().lab, host, script);
  const publicAddress = (host: string): string => at().lab.host(host).publicAddress ?? '';
  const privateAddress = (host: string): string => at().lab.host(host).privateAddress ?? '';

  async function visit(): Promise<void> {
    const argv = ['bash', '-c', pageRequest, at().declared.proven.serviceAddress, domainOf(site)];
    const { exitCode, stdout, stderr } = await at().lab.runInClient('client', argv);
    if (exitCode !== 0 || !stdout.endsWith(`\r\n${page}\n`)) throw new Error(`no page: ${exitCode} ${stderr}${stdout}`);
  }

  /** What of the node other hosts know. */
  const known = async (host: string): Promise<{ readonly exports: boolean; readonly realServer: boolean }> => ({
    exports: (await on('manager', 'exportfs -s')).includes(`${privateAddress(host)}(`),
    realServer: (await on('manager', 'ipvsadm --save --numeric')).includes(` ${publicAddress(host)}:80 `),
  });

  return {
    draft() {
      it('leaves a node out', async () => {
        const { server } = at();
        whole = await exportManifest(server, cluster);
        const without = withoutHost(whole, node);
        expect(without).not.toContain(node);
        expect(await applyManifest(server, without, ['--draft'])).toMatch(/^it is declared$/m);
        expect(await exportManifest(server, cluster)).toBe(without);
      });
    },

    comes() {
      it('is served by both', async () => {
        const { server } = at();
        const more = whole.replace('accounts: []', `accounts:\n  - name: ${site}\n    domain: ${domainOf(site)}`);
        const said = await applyManifest(server, more);
        expect(said).toMatch(/^ {2}\+ storage\.mount \/chroot: /m);
        expect(said).toMatch(/^SUCCEEDED$/m);
        expect(await known(node)).toEqual({ exports: true, realServer: true });
        await on('manager', `echo ${page} >/chroot/home/${site}/public_html/index.html`);
        const uid = await on('manager', `id --user ${site}`);
        await until('both nodes have answered', async () => {
          await visit();
          const count = `cat ${accessLog} 2>/dev/null | grep -c '^${uid} ' || :`;
          const counts = await Promise.all(['node1', node].map((host) => on(host, count)));
          return counts.every((answered) => Number(answered) > 0);
        });
      });

      it('is exported as it was written, and that changes nothing', async () => {
        const { server } = at();
        const text = await exportManifest(server, cluster);
        expect(withoutHost(text, node)).not.toContain(node);
        expect(text.replace(/^accounts:\n(?: .*\n)+/m, 'accounts: []\n')).toBe(whole);
        expect(await applyManifest(server, text)).toMatch(/: nothing to change$/m);
      });
    },

    goes() {
      it('leaves nothing of it, and goes on without it', async () => {
        const { server } = at();
        const without = withoutHost(await exportManifest(server, cluster), node);
        const { serviceAddress } = at().declared.proven;
        expect(await on(node, 'ip -o -4 address show')).toContain(`${serviceAddress}/`);
        expect(await known(node)).toEqual({ exports: true, realServer: true });
        const said = await applyManifest(server, without);
        expect(said).toMatch(/^ {2}- storage\.mount \/chroot: /m);
        expect(await known(node)).toEqual({ exports: false, realServer: false });
        expect(await known('node1')).toEqual({ exports: true, realServer: true });
        expect(await on('manager', 'findmnt -rn -t nfs,nfs4 -o SOURCE')).not.toContain(privateAddress(node));
        expect(await on(node, 'findmnt -rn -t nfs,nfs4 -o TARGET || :')).toBe('');
        expect(await on(node, 'exportfs -s')).toBe('');
        expect(await on(node, 'ip -o -4 address show')).not.toContain(`${serviceAddress}/`);
        expect(await on(node, `getent passwd ${site} || :`)).toBe('');
        for (let time = 0; time < 10; time++) await visit();
        expect(await exportManifest(server, cluster)).toBe(without);
        expect(await applyManifest(server, without)).toMatch(/: nothing to change$/m);
      });
    },
  };
}
