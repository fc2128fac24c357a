import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { outputOf } from '../../../quickstart/output-of.js';
import type { Manifest } from '../../../src/manifest/manifest.js';
import { readManifest } from '../../../src/manifest/read-manifest.js';
import { until } from '../../until.js';
import { applyManifest, exportManifest } from './cluster-manifest.js';
import { factsOfHosts } from './host-facts.js';
import type { OneCluster } from './one-cluster.js';

const imap = 143;
const nodes = ['node1', 'node2'] as const;

const remedies = z.array(z.object({ title: z.string() }));
const ruled = z.object({
  ...{ code: z.string(), severity: z.string(), field: z.array(z.string()), message: z.string(), remedies },
  rule: z.object({ id: z.string() }).nullable(),
});
const found = z.object({
  ...{ verdict: z.string(), messageCode: z.string(), severity: z.string(), field: z.array(z.string()), remedies },
  rule: z.object({ id: z.string() }),
});
const answer = z.object({
  applyCluster: z.object({ plan: z.object({ findings: z.array(found) }).nullable(), userErrors: z.array(ruled) }),
});
const question = `mutation Asked($input: ApplyClusterInput!) { applyCluster(input: $input) {
  plan { findings { verdict messageCode severity field rule { id } remedies { title } } }
  userErrors { code severity field message rule { id } remedies { title } } } }`;

const started = z.object({ operation: z.object({ id: z.string() }) });

type Service = Manifest['balancedServices'][number];

/** Tests of a cluster that was set up: what may be balanced, and that it is on the manager as it is declared. */
export function balancedPorts(at: () => OneCluster): void {
  let manifest: Manifest;

  beforeAll(async () => {
    const read = readManifest(await exportManifest(at().server, 'quickstart')).manifest;
    if (read === undefined) throw new Error('what was exported is no manifest');
    manifest = read;
  });

  const on = (host: string, script: string): Promise<string> => outputOf(at().lab, host, script);

  const more = (service: Partial<Service> & { readonly port: number }): Service => ({
    address: at().declared.proven.serviceAddress,
    ...{ scheduler: 'WRR', persistenceSeconds: 120, ...service },
    // The manager of a lab is too small to do this too.
    weights: [{ host: 'manager', weight: 0 }, ...(service.weights ?? [])],
  });

  const withMore = (changed: Partial<Manifest>, ...services: readonly Service[]): string =>
    JSON.stringify({ ...manifest, balancedServices: [...manifest.balancedServices, ...services], ...changed });

  async function asked(text: string): Promise<z.output<typeof answer>['applyCluster']> {
    const input = { idempotencyKey: randomUUID(), manifest: text, validateOnly: true };
    return (await at().server.client().request(question, { input }, answer)).applyCluster;
  }

  /** What was seen of them before counts for some minutes. */
  async function lookAtNodes(): Promise<void> {
    const { server } = at();
    const hosts = await factsOfHosts(server.client());
    const hostIds = hosts.filter(({ name }) => nodes.some((node) => node === name)).map(({ id }) => id);
    const input = { idempotencyKey: randomUUID(), hostIds };
    const { operation } = await server
      .client()
      .mutate('observeHosts', 'ObserveHostsInput', 'operation { id }', input, started);
    await server.follow(operation.id);
  }

  /** What its manager balances now: port, scheduler, persistence, and weights by node. */
  async function balanced(): Promise<readonly string[]> {
    const table = await on('manager', 'ipvsadm -L -n');
    const named = nodes.reduce(
      (text, node) => text.replaceAll(`${at().lab.host(node).publicAddress ?? ''}:`, `${node}:`),
      table.replaceAll(`${at().declared.proven.serviceAddress}:`, ''),
    );
    return named.split('\n').flatMap((line) => {
      const service = /^TCP +(.*\S)/.exec(line)?.[1];
      const server = /^ +-> (node\d:\d+) +Route +(\d+)/.exec(line);
      if (service !== undefined) return [service];
      return server === null ? [] : [`${server[1] ?? ''} weighs ${server[2] ?? ''}`];
    });
  }

  it.each([
    [3306, 'R-LB-1'],
    [2080, 'R-OFF-4'],
  ])('does not balance port %i (%s)', async (port, rule) => {
    const { plan, userErrors } = await asked(withMore({}, more({ port })));
    expect(plan).toBeNull();
    expect(userErrors).toMatchObject([
      {
        ...{ code: 'RULE_VIOLATED', severity: 'ERROR', rule: { id: rule } },
        field: ['manifest', 'balancedServices', '1', 'port'],
        remedies: [{ title: `Leave port ${port} out of the balanced services` }],
      },
    ]);
    for (const services of [[more({ port: imap })], []]) {
      expect((await asked(withMore({}, ...services))).userErrors).toEqual([]);
    }
  });

  it("is warned of what a panel's own balancing would not show, and not without a panel (D-7)", async () => {
    const services = [
      more({ port: 21, persistenceSeconds: 300 }),
      more({ port: imap, weights: [{ host: 'node1', weight: 3 }] }),
    ];
    const panel = { name: 'interworx', ports: [2080, 2443], databasePort: null, licences: [] };
    const under = await asked(withMore({ ruleSet: 'INTERWORX_8', panel }, ...services));
    const told = under.userErrors.filter(({ rule }) => rule?.id === 'D-7');
    expect(told.map(({ severity, field }) => `${severity} ${field.slice(1).join('.')}`)).toEqual([
      'WARNING balancedServices.1.port',
      'WARNING balancedServices.2.persistenceSeconds',
      'WARNING balancedServices.2.weights.1.weight',
    ]);
    expect(told.map((one) => one.remedies[0]?.title)).toEqual([
      'Leave port 21 out of the balanced services',
      'Choose one of 0, 300, 1800, 3600 s',
      'Give node1 weight 0 or 1',
    ]);
    const mended = [more({ port: imap, persistenceSeconds: 300, weights: [{ host: 'node1', weight: 1 }] })];
    const after = await asked(withMore({ ruleSet: 'INTERWORX_8', panel }, ...mended));
    expect(after.userErrors.filter(({ rule }) => rule?.id === 'D-7')).toEqual([]);
    const base = await asked(withMore({}, ...services.slice(1)));
    expect(base.userErrors).toEqual([]);
    expect(base.plan?.findings.filter(({ rule }) => rule.id === 'D-7')).toMatchObject([
      { verdict: 'NOT_APPLICABLE', messageCode: 'NO_PANEL' },
    ]);
  });

  it('balances exactly the ports that are declared, by persistence and weights as they are', async () => {
    const web = ['80 rr', 'node1:80 weighs 1', 'node2:80 weighs 1'];
    expect(await balanced()).toEqual(web);
    // In the place of a mail server, since it says something by itself: a second SSH server.
    for (const node of nodes) await on(node, `systemd-run --quiet --unit mail /usr/sbin/sshd -D -p ${imap}`);
    const weights = [{ host: 'node1', weight: 3 }];
    await lookAtNodes();
    expect(await applyManifest(at().server, withMore({}, more({ port: imap, weights })))).toMatch(/^SUCCEEDED$/m);
    const mail = [`${imap} wrr persistent 120`, `node1:${imap} weighs 3`, `node2:${imap} weighs 1`];
    await until('the health check found both mail servers', async () => (await balanced()).length === 6);
    expect(new Set(await balanced())).toEqual(new Set([...web, ...mail]));
    const greeting = 'exec 3<>"/dev/tcp/$0/143" && head -c 7 <&3';
    const argv = ['bash', '-c', greeting, at().declared.proven.serviceAddress];
    expect((await at().lab.runInClient('client', argv)).stdout).toBe('SSH-2.0');
  });
}
