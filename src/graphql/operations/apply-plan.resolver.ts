import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { applyPlan } from '../../commands/plans/apply-plan.command.js';
import type { Context } from '../shared/context.js';
import { ApplyPlanInput } from './apply-plan.input.js';
import { ApplyPlanPayload } from './apply-plan.payload.js';

@Resolver()
export class ApplyPlanResolver {
  @Mutation(() => ApplyPlanPayload, {
    description:
      'Carries out a plan as it was shown: looks at its hosts, plans again, and fails before anything is changed where that is another.',
  })
  async applyPlan(
    @Arg('input', () => ApplyPlanInput) input: ApplyPlanInput,
    @Ctx() context: Context,
  ): Promise<ApplyPlanPayload> {
    return new ApplyPlanPayload(await context.execute(applyPlan, input));
  }
}
