import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { fromGlobalId } from '../../../src/domain/ids.js';
import { offeredBy, offeredMutations } from '../../offered-mutations.js';
import type { FleetWorld } from './fleet-world.js';

const finding = z.object({
  rule: z.object({ id: z.string() }),
  verdict: z.string(),
  messageCode: z.string(),
  message: z.string(),
  remedies: z.array(z.object({ mutation: z.string().nullable(), input: z.record(z.string(), z.unknown()).nullable() })),
});
/** What a rule finds that is not met and offers a mutation. */
export type Found = z.infer<typeof finding>;

const shown = z.object({
  cluster: z.object({ compliance: z.object({ findings: z.object({ nodes: z.array(finding) }) }) }),
});
const started = z.object({ operation: z.object({ id: z.string() }) });
const hostsOf = z.object({ hosts: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }) });

/** Tried by reached-again.test.ts. */
const waysBack: readonly string[] = ['updateHost', 'updateDatabaseServer'];

/** Rule and message code. */
export function foundKey({ rule, messageCode }: Found): string {
  return `${rule.id} ${messageCode}`;
}

export function offers({ remedies }: Found, mutation: string): boolean {
  return remedies.some((remedy) => remedy.mutation === mutation);
}

/** A cluster, what is found of it, and what comes of the remedies that are offered. */
export class OfferedRemedies {
  constructor(
    private readonly world: Pick<FleetWorld, 'client' | 'follow' | 'start'>,
    private readonly clusterId: string,
  ) {}

  /** Whatever is not met and offers a mutation. */
  async found(): Promise<readonly Found[]> {
    const query = `query ($id: ID!) { cluster(id: $id) { compliance { findings(first: 100, verdict: [VIOLATED, UNKNOWN]) {
      nodes { rule { id } verdict messageCode message remedies { mutation input } } } } } }`;
    const { cluster } = await this.world.client.request(query, { id: this.clusterId }, shown);
    const found = cluster.compliance.findings.nodes.filter(({ remedies }) =>
      remedies.some(({ mutation }) => mutation !== null),
    );
    // What lets an unreached host be known is offered besides, of every rule that wants to know of it.
    const own = found.map((one) => ({
      ...{ ruleId: one.rule.id, verdict: one.verdict, messageCode: one.messageCode },
      remedies: one.remedies.filter(({ mutation }) => mutation === null || !waysBack.includes(mutation)),
    }));
    expect(offeredMutations).toEqual(expect.arrayContaining(own.flatMap(offeredBy)));
    return found;
  }

  /**
   * Sends what findings offer by a mutation, as it is but for what a person fills in, and follows what is done.
   * @param gaps of the input, with what is right; each has to be there already, as it is offered
   */
  async send(mutation: string, found: readonly Found[], gaps: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const offered = found.flatMap(({ remedies }) => remedies.filter((one) => one.mutation === mutation));
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    for (const input of new Set(offered.map((one) => JSON.stringify(one.input)))) {
      const given = z.record(z.string(), z.unknown()).parse(JSON.parse(input));
      expect(Object.keys(given)).toEqual(expect.arrayContaining(Object.keys(gaps)));
      const whole = { ...given, ...gaps, idempotencyKey: randomUUID() };
      const answer = await this.world.client.mutate(mutation, type, 'operation { id }', whole, started);
      await this.world.follow(answer.operation.id);
    }
  }

  /** Sets the cluster up, with an account `shop1` that has a limit. */
  async setUp(): Promise<void> {
    const { world, clusterId } = this;
    await world.follow(await world.start('setUpCluster', { clusterId }));
    await world.follow(await world.start('createAccount', { clusterId, name: 'shop1', quotaBytes: 4_194_304 }));
    await this.look();
  }

  async prove(...proofs: readonly string[]): Promise<void> {
    await this.world.follow(await this.world.start('proveCluster', { clusterId: this.clusterId, proofs }));
  }

  /** At these hosts, or at all. The manager first: only then does it count for anything that a node does not reach it. */
  async look(...names: readonly string[]): Promise<void> {
    const ids = [...(await this.hostIds())].filter(([name]) => names.length === 0 || names.includes(name));
    for (const isManager of [true, false]) {
      const hostIds = ids.flatMap(([name, id]) => ((name === 'manager') === isManager ? [id] : []));
      if (hostIds.length > 0) await this.world.follow(await this.world.start('observeHosts', { hostIds }));
    }
  }

  async idOf(name: string): Promise<string> {
    const id = (await this.hostIds()).get(name);
    if (id === undefined) throw new Error(`no host ${name}`);
    return id;
  }

  /** The id of a host as the hosts themselves know it. */
  async idOnHosts(name: string): Promise<string> {
    return fromGlobalId(await this.idOf(name))?.id ?? '';
  }

  private async hostIds(): Promise<ReadonlyMap<string, string>> {
    const { hosts } = await this.world.client.request('{ hosts(first: 10) { nodes { id name } } }', {}, hostsOf);
    return new Map(hosts.nodes.map(({ id, name }) => [name, id]));
  }
}
