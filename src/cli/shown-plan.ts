import { z } from 'zod';
import type { Api } from './client/ask.js';
import { hostNames, lookFor, planOf, type ShownPlan, type UserError, type Wanted } from './client/cluster-client.js';
import { follow } from './client/follow.js';

export interface Shown {
  readonly userErrors: readonly UserError[];
  readonly plan: ShownPlan | null;
  /** Of the hosts of the plan, by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** A look tells what was never seen; what depends on an earlier step then still does. */
const isBlind = (decision: string): boolean => decision === 'UNKNOWN' || decision === 'CONDITIONAL';

/** Hosts of which a look may tell more than is known; where all depends on earlier steps, there may be nobody to ask yet. */
function blindIn({ tasks }: ShownPlan): readonly string[] {
  const decisions = new Map<string, string[]>();
  for (const { hostId, steps } of tasks) {
    const own = steps.flatMap(({ units }) => units.map(({ decision }) => decision));
    decisions.set(hostId, [...(decisions.get(hostId) ?? []), ...own]);
  }
  return [...decisions].flatMap(([hostId, own]) =>
    own.some(isBlind) && own.some((decision) => decision !== 'CONDITIONAL') ? [hostId] : [],
  );
}

const offered = z.object({ hostIds: z.array(z.string()) });

/** Hosts that a refusal asks to look at, since too little is known of them; none where one of them does not answer at all. */
function unseenIn(userErrors: readonly UserError[]): readonly string[] {
  if (userErrors.some(({ code }) => code === 'HOST_UNREACHABLE' || code === 'HOST_NOT_LOOKED_AT')) return [];
  const looks = userErrors.flatMap(({ remedies }) => remedies.filter(({ mutation }) => mutation === 'observeHosts'));
  return [...new Set(looks.flatMap(({ input }) => offered.safeParse(input).data?.hostIds ?? []))];
}

/** The plan of a manifest, after one look at the hosts of which it could not be told. Nothing is changed by that. */
export async function shownPlan(api: Api, wanted: Wanted, timeoutSeconds: number): Promise<Shown> {
  let { userErrors, plan } = await planOf(api, wanted);
  const unseen = unseenIn(userErrors);
  if (unseen.length > 0) {
    const names = [...(await hostNames(api, unseen)).values()].toSorted();
    console.error(`looking first at ${names.join(', ')}, of which too little is known`);
    await follow(api, await lookFor(api, null, unseen), timeoutSeconds);
    ({ userErrors, plan } = await planOf(api, wanted));
  }
  if (plan?.token != null) {
    const blind = blindIn(plan);
    if (blind.length > 0) {
      const names = [...(await hostNames(api, blind)).values()].toSorted();
      console.error(`looking first at ${names.join(', ')}, of which it cannot be told yet what would change`);
      await follow(api, await lookFor(api, plan.token, blind), timeoutSeconds);
      ({ userErrors, plan } = await planOf(api, wanted));
    }
  }
  const hosts = [...new Set((plan?.tasks ?? []).map(({ hostId }) => hostId))];
  return { userErrors, plan, names: await hostNames(api, hosts) };
}
