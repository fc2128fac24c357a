import { Arg, Query, Resolver } from 'type-graphql';
import type { RuleSet } from '../../domain/spec.js';
import { ruleRegistry } from '../../rules/registry.js';
import { RuleSetEnum } from '../shared/enums.js';
import { RequirementRule } from './requirement-rule.type.js';

@Resolver()
export class RequirementRuleResolver {
  @Query(() => [RequirementRule], {
    description: 'Every requirement that clusters are judged by, in the order of judgement.',
  })
  requirementRules(
    @Arg('ruleSet', () => RuleSetEnum, {
      defaultValue: 'BASE',
      description: 'Whose severities are shown where the published requirements disagree.',
    })
    ruleSet: RuleSet,
  ): readonly RequirementRule[] {
    return ruleRegistry.map((rule) => new RequirementRule(rule, ruleSet));
  }
}
