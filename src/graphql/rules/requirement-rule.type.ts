import { Field, ID, ObjectType } from 'type-graphql';
import type { RuleSet } from '../../domain/spec.js';
import type { Rule } from '../../rules/rule.js';
import { severityIn } from '../../rules/severity-in.js';
import { MomentEnum, SeverityEnum } from '../shared/enums.js';

@ObjectType('RequirementRule', {
  simpleResolvers: true,
  description: 'A published requirement that clusters are judged by.',
})
export class RequirementRule {
  constructor(
    private readonly rule: Rule,
    private readonly ruleSet: RuleSet,
  ) {}

  @Field(() => ID, { description: 'Never changes, e.g. R-NET-1.' })
  get id(): string {
    return this.rule.id;
  }

  @Field(() => String)
  get title(): string {
    return this.rule.title;
  }

  @Field(() => String, { description: 'The requirement in one sentence.' })
  get law(): string {
    return this.rule.law;
  }

  @Field(() => SeverityEnum, { description: 'In the rule set that was asked for; a finding has its own.' })
  get severity(): string {
    return severityIn(this.rule, this.ruleSet);
  }

  @Field(() => String, { description: 'Where it was published.' })
  get source(): string {
    return this.rule.source;
  }

  @Field(() => [MomentEnum])
  get moments(): readonly string[] {
    return this.rule.moments;
  }

  @Field(() => Boolean, {
    description: 'Whether an operation fails at its end where it is violated; what does not is told all the same.',
  })
  get failsOperations(): boolean {
    return this.rule.moments.includes('after') && this.rule.failsOperations !== false;
  }
}
