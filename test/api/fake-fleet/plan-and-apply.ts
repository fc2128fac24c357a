import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FleetWorld } from './fleet-world.js';

const input = z.record(z.string(), z.unknown());
const remedy = z.object({ mutation: z.string().nullable(), input: input.nullable() });
const userErrors = z.array(z.object({ code: z.string(), message: z.string(), remedies: z.array(remedy) }));
const unit = z.object({ decision: z.string(), remedies: z.array(remedy) });
const plan = z.object({
  token: z.string(),
  hash: z.string(),
  tasks: z.array(z.object({ steps: z.array(z.object({ kind: z.string(), units: z.array(unit) })) })),
});
type Plan = z.infer<typeof plan>;
const asked = z.record(z.string(), z.object({ plan: plan.nullable(), userErrors }));
const applied = z.object({
  applyPlan: z.object({ operation: z.object({ id: z.string() }).nullable(), userErrors }),
});

const shown = `plan { token hash tasks { steps { kind units { decision remedies { mutation input } } } } }
  userErrors { code message remedies { mutation input } }`;

/** More looks than that tell nothing that fewer did not. */
const mostLooks = 3;

/** What came of a plan that was asked for, looked for as it said where it could not be told, and applied as soon as it could. */
export interface Applied {
  /** Why it was looked before it could be applied, in order: it was refused, or shown with parts that nobody knew. */
  readonly looks: readonly ('REFUSED' | 'UNKNOWN')[];
  readonly operationId: string | null;
}

/** Somebody who does with plans what they say, and nothing else. */
export class PlanAndApply {
  constructor(
    private readonly world: Pick<FleetWorld, 'client' | 'follow' | 'asOfManyHosts'>,
    /** Whether tokens are given as they are where every step would be too long. */
    private readonly ofManyHosts: boolean,
  ) {}

  /** Follows what is started to its end, which has to be good unless `follow` says otherwise. */
  async do(mutation: string, given: object, follow = true): Promise<Applied> {
    const looks: ('REFUSED' | 'UNKNOWN')[] = [];
    for (;;) {
      const told = await this.ask(mutation, given);
      const unknown = told.plan === null ? [] : remediesOfUnknown(told.plan);
      if (told.plan !== null && unknown.length === 0) {
        const operationId = await this.apply(told.plan.token);
        if (follow && operationId !== null) await this.world.follow(operationId);
        return { looks, operationId };
      }
      const offered = told.plan === null ? told.userErrors.flatMap(({ remedies }) => remedies) : unknown;
      const inputs = offered.flatMap((one) => (one.mutation === 'observeHosts' ? [JSON.stringify(one.input)] : []));
      const why = told.userErrors.map(({ code, message }) => `${code}: ${message}`).join(' ');
      if (inputs.length === 0 || looks.length === mostLooks) throw new Error(`${mutation}: no look helps: ${why}`);
      if (told.plan !== null) await this.expectUndecided(told.plan);
      for (const one of new Set(inputs)) await this.look(input.parse(JSON.parse(one)));
      looks.push(told.plan === null ? 'REFUSED' : 'UNKNOWN');
    }
  }

  private async ask(
    mutation: string,
    given: object,
  ): Promise<{ readonly plan: Plan | null; readonly userErrors: z.infer<typeof userErrors> }> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const document = `mutation Ask($input: ${type}!) { ${mutation}(input: $input) { ${shown} } }`;
    const variables = { input: { ...given, idempotencyKey: randomUUID(), validateOnly: true } };
    const answer = (await this.world.client.request(document, variables, asked))[mutation];
    if (answer === undefined) throw new Error(`${mutation} answered nothing`);
    return answer;
  }

  /** It names the look for all the parts that are not known, which asks by the token that was given. */
  private async expectUndecided(told: Plan): Promise<void> {
    const token = await this.given(told.token);
    const { userErrors: refusals } = await this.tryToApply(token);
    const looks = remediesOfUnknown(told).flatMap((one) => z.array(z.string()).parse(one.input?.['hostIds']));
    expect(refusals.map(({ code }) => code)).toEqual(['PLAN_UNDECIDED']);
    expect(refusals.flatMap(({ remedies }) => remedies)).toEqual([
      { mutation: 'observeHosts', input: { hostIds: expect.any(Array), plan: token } },
    ]);
    const offered = refusals.flatMap(({ remedies }) =>
      remedies.flatMap((one) => z.array(z.string()).parse(one.input?.['hostIds'])),
    );
    expect(offered.toSorted()).toEqual([...new Set(looks)].toSorted());
  }

  private async given(shownToken: string): Promise<string> {
    return this.ofManyHosts ? this.world.asOfManyHosts(shownToken) : shownToken;
  }

  private async apply(shownToken: string): Promise<string | null> {
    const { userErrors: refusals, operation } = await this.tryToApply(await this.given(shownToken));
    const [error] = refusals;
    if (error !== undefined) throw new Error(`${error.code}: ${error.message}`);
    return operation?.id ?? null;
  }

  private async tryToApply(token: string): Promise<z.infer<typeof applied>['applyPlan']> {
    const document = `mutation Apply($input: ApplyPlanInput!) { applyPlan(input: $input) { operation { id }
      userErrors { code message remedies { mutation input } } } }`;
    const variables = { input: { idempotencyKey: randomUUID(), token } };
    return (await this.world.client.request(document, variables, applied)).applyPlan;
  }

  private async look(given: object): Promise<void> {
    const { operation } = await this.world.client.mutate(
      'observeHosts',
      'ObserveHostsInput',
      'operation { id }',
      { ...given, idempotencyKey: randomUUID() },
      z.object({ operation: z.object({ id: z.string() }) }),
    );
    await this.world.follow(operation.id);
  }
}

function remediesOfUnknown({ tasks }: Plan): readonly z.infer<typeof remedy>[] {
  return tasks
    .flatMap(({ steps }) => steps.flatMap(({ units }) => units))
    .flatMap(({ decision, remedies }) => (decision === 'UNKNOWN' ? remedies : []));
}
