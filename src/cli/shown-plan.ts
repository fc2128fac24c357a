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
const isBlind = ({ decision }: { readonly decision: string }): boolean =>
  decision === 'UNKNOWN' || decision === 'CONDITIONAL';

/** Hosts of which a look may tell more than is known. */
function blindIn({ tasks }: ShownPlan): readonly string[] {
  const blind = tasks.filter(({ steps }) => steps.some(({ units }) => units.some(isBlind)));
  return [...new Set(blind.map(({ hostId }) => hostId))];
}

/** The plan of a manifest, after one look at the hosts of which it could not be told. Nothing is changed by that. */
export async function shownPlan(api: Api, wanted: Wanted, timeoutSeconds: number): Promise<Shown> {
  let { userErrors, plan } = await planOf(api, wanted);
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
