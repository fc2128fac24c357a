import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { outputOf } from '../../../quickstart/output-of.js';
import { openInstallation } from '../../../src/installation.js';
import type { Sql } from '../../../src/ports/sql.js';
import { settingsFrom } from '../../../src/settings.js';
import { storedRows } from '../../stored-rows.js';
import { tableRows } from '../../table-rows.js';
import { thorough } from '../../thorough.js';
import { until } from '../../until.js';
import { differences, hostSnapshot } from '../steps/host-snapshot.js';
import type { OneCluster } from './one-cluster.js';

/**
 * What a question may leave behind beside what steps change: modules that it loads, but for those by which the kernel lists its
 * sockets, listeners, files of its own.
 */
const traces = `cut -d ' ' -f 1 /proc/modules | grep -v '_diag$'
awk '$4 == "0A" { print "listens", $2 }' /proc/net/tcp /proc/net/tcp6
find /root /srv /tmp /var/lib/hostwright /var/tmp -xdev -printf '%p %m %s %T@\\n' 2>/dev/null
:`;

/** Hosts that are compared in every run; all of them are in the thorough one. */
const oneOfEach = ['manager', 'node1'];

const hostIds = z.object({ hosts: z.object({ nodes: z.array(z.object({ id: z.string() })) }) });
const started = z.object({ operation: z.object({ id: z.string() }) });
const shown = z.object({ plan: z.object({ tasks: z.array(z.unknown()) }).nullable() });

/** What operations before it have to tell is told after they ended. */
function allIsTold(sql: Sql): Promise<void> {
  return until('all is told', async () => {
    const open = await sql.query(`SELECT 1 FROM outbox WHERE topic = 'event'`, [], z.unknown());
    return open.length === 0;
  });
}

/** Tests of a cluster that was set up: who only looks, or asks what would be done, changes nothing. */
export function onlyLooks(at: () => OneCluster): void {
  const byHand = (host: string, script: string): Promise<string> => outputOf(at().lab, host, script);

  async function hostsNow(): Promise<ReadonlyMap<string, readonly string[]>> {
    const seen = new Map<string, readonly string[]>();
    for (const name of thorough ? at().lab.hosts.map((host) => host.name) : oneOfEach) {
      const left = (await byHand(name, traces)).split('\n');
      seen.set(name, [...(await hostSnapshot({ byHand }, name)), ...left].sort());
    }
    return seen;
  }

  async function rows<T>(read: (sql: Sql) => Promise<T>): Promise<T> {
    const settings = settingsFrom({ HOSTWRIGHT_DATA: at().data });
    const installation = await openInstallation(settings, () => undefined);
    try {
      return await read(installation.database);
    } finally {
      await installation.close();
    }
  }

  async function look(): Promise<void> {
    const { server } = at();
    const { hosts } = await server.client().request('{ hosts(first: 10) { nodes { id } } }', {}, hostIds);
    const input = { idempotencyKey: randomUUID(), hostIds: hosts.nodes.map(({ id }) => id) };
    const { operation } = await server
      .client()
      .mutate('observeHosts', 'ObserveHostsInput', 'operation { id }', input, started);
    await server.follow(operation.id);
  }

  async function dryRun(): Promise<void> {
    const { server, declared } = at();
    const input = { clusterId: declared.clusterId, name: 'imagined', validateOnly: true, idempotencyKey: randomUUID() };
    const { plan } = await server
      .client()
      .mutate('createAccount', 'CreateAccountInput', 'plan { tasks { phase } }', input, shown);
    expect(plan?.tasks).not.toEqual([]);
  }

  it('leaves no trace on hosts: neither by a dry run, which stores nothing, nor by a look, which stores what it saw', async () => {
    const before = await hostsNow();
    await rows(allIsTold);
    const all = await rows(tableRows);
    await dryRun();
    expect(await rows(tableRows)).toEqual(all);
    const stored = await rows(storedRows);
    await look();
    expect(await rows(storedRows)).toEqual(stored);
    for (const [host, after] of await hostsNow()) {
      expect({ host, changed: differences(before.get(host) ?? [], after) }).toEqual({ host, changed: [] });
    }
  });
}
