import { Query, Resolver } from 'type-graphql';
import { ruleRegistry } from '../../rules/registry.js';
import { RequirementRule } from './requirement-rule.type.js';

@Resolver()
export class RequirementRuleResolver {
  @Query(() => [RequirementRule], {
    description: 'Every requirement that clusters are judged by, in the order of judgement.',
  })
  requirementRules(): readonly RequirementRule[] {
    return ruleRegistry.map((rule) => new RequirementRule(rule));
  }
}
