import { Field, ID, ObjectType } from 'type-graphql';
import type { Rule } from '../../rules/rule.js';
import { MomentEnum, SeverityEnum } from '../shared/enums.js';

@ObjectType('RequirementRule', {
  simpleResolvers: true,
  description: 'A published requirement that clusters are judged by.',
})
export class RequirementRule {
  constructor(private readonly rule: Rule) {}

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

  @Field(() => SeverityEnum)
  get severity(): string {
    return this.rule.severity;
  }

  @Field(() => String, { description: 'Where it was published.' })
  get source(): string {
    return this.rule.source;
  }

  @Field(() => [MomentEnum])
  get moments(): readonly string[] {
    return this.rule.moments;
  }
}
