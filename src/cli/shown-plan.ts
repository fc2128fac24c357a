import { z } from 'zod';
import { blindHosts, unknownHosts } from './blind-hosts.js';
import type { PersonsApi } from './client/api-options.js';
import {
  hostNames,
  lookFor,
  planOf,
  type Besides,
  type ShownPlan,
  type UserError,
  type Wanted,
} from './client/cluster-client.js';
import { inParts } from './client/in-parts.js';
import { follow } from './client/follow.js';

export interface Shown {
  readonly userErrors: readonly UserError[];
  readonly plan: ShownPlan | null;
  /** Of the hosts of the plan, by id. */
  readonly names: ReadonlyMap<string, string>;
}

const offered = z.object({
  hostIds: z.array(z.string()),
  looks: z.array(z.object({ hostId: z.string(), probe: z.string() })).default([]),
});
type Offered = z.output<typeof offered>;

/** The look that a refusal asks for, since too little is known; at no host where one of them does not answer at all. */
function lookOfferedIn(userErrors: readonly UserError[]): Offered {
  if (userErrors.some(({ code }) => code === 'HOST_UNREACHABLE' || code === 'HOST_NOT_LOOKED_AT')) {
    return { hostIds: [], looks: [] };
  }
  const remedies = userErrors.flatMap((error) => error.remedies.filter(({ mutation }) => mutation === 'observeHosts'));
  const all = remedies.flatMap(({ input }) => offered.safeParse(input).data ?? []);
  const looks = all.flatMap((one) => one.looks.map((look) => [JSON.stringify(look), look] as const));
  return { hostIds: [...new Set(all.flatMap(({ hostIds }) => hostIds))], looks: [...new Map(looks).values()] };
}

/**
 * The plan of a manifest, after looks at the hosts of which it could not be told. Nothing is changed by that. Of a host that a look
 * does not tell of, one that does not answer for example, it still does not know.
 */
export async function shownPlan(api: PersonsApi, wanted: Wanted, timeoutSeconds: number): Promise<Shown> {
  let { userErrors, plan } = await planOf(api, wanted);
  const { hostIds: unseen, looks } = lookOfferedIn(userErrors);
  if (unseen.length > 0) {
    await lookFirst(api, { hostIds: unseen, looks, why: 'too little is known' }, timeoutSeconds);
    ({ userErrors, plan } = await planOf(api, wanted));
  }
  const looked = new Set<string>();
  while (plan?.token != null) {
    // What one look does not tell of a host, a second one does not either; but it may tell whom to ask besides.
    const blind = (looked.size === 0 ? blindHosts(plan) : unknownHosts(plan)).filter((hostId) => !looked.has(hostId));
    if (blind.length === 0) break;
    for (const hostId of blind) looked.add(hostId);
    const why = 'it cannot be told yet what would change';
    await lookFirst(api, { hostIds: blind, plan: plan.token, why }, timeoutSeconds);
    ({ userErrors, plan } = await planOf(api, wanted));
  }
  const hosts = [...new Set((plan?.tasks ?? []).map(({ hostId }) => hostId))];
  return { userErrors, plan, names: await hostNames(api, hosts) };
}

interface FirstLook extends Besides {
  readonly hostIds: readonly string[];
  readonly why: string;
}

/** Looks by as many operations as it takes, all of them at once. */
async function lookFirst(
  api: PersonsApi,
  { hostIds, looks, why, ...besides }: FirstLook,
  timeoutSeconds: number,
): Promise<void> {
  const names = [...(await hostNames(api, hostIds)).values()].toSorted();
  console.error(`looking first at ${names.join(', ')}, of which ${why}`);
  const operations = await Promise.all(
    inParts(hostIds).map((part) => {
      const own = looks?.filter(({ hostId }) => part.includes(hostId));
      return lookFor(api, part, own === undefined ? besides : { ...besides, looks: own });
    }),
  );
  await Promise.all(operations.map((operation) => follow(api, operation, timeoutSeconds)));
}
