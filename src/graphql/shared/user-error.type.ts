import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import type { UserError as UserErrorSource } from '../../commands/user-error.js';
import { reachAgain } from '../../rules/reach-again.js';
import { namedSubject } from '../../rules/subject.js';
import { Finding } from '../rules/finding.type.js';
import { RequirementRule } from '../rules/requirement-rule.type.js';
import { SeverityEnum, UserErrorCodeEnum } from './enums.js';
import { Evidence } from './evidence.type.js';
import { Remedy } from './remedy.type.js';

@ObjectType('UserError', { simpleResolvers: true, description: 'Why a mutation did nothing.' })
export class UserError {
  constructor(private readonly source: UserErrorSource) {}

  private get finding(): Finding | undefined {
    return this.source.finding === undefined ? undefined : new Finding(this.source.finding);
  }

  @Field(() => UserErrorCodeEnum)
  get code(): string {
    return this.source.code;
  }

  @Field(() => String, { description: 'Names the culprit and says what would be accepted.' })
  get message(): string {
    return this.source.message;
  }

  @Field(() => [String], { description: 'Path into the input; empty where no single value is at fault.' })
  get field(): readonly string[] {
    return this.source.field;
  }

  @Field(() => SeverityEnum)
  get severity(): string {
    return this.source.severity;
  }

  @Field(() => RequirementRule, { nullable: true })
  get rule(): RequirementRule | null {
    return this.finding?.rule ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What the rule speaks of, by its name, as an acknowledgement repeats it: `Host node1`.',
  })
  get subject(): string | null {
    return this.source.finding === undefined ? null : namedSubject(this.source.finding);
  }

  @Field(() => String, {
    nullable: true,
    description: 'What the rule says, as in Finding, for translation; null where no rule says it.',
  })
  get messageCode(): string | null {
    return this.source.finding?.messageCode ?? null;
  }

  @Field(() => GraphQLJSONObject, { nullable: true, description: "What fills the rule's message; null without one." })
  get parameters(): object | null {
    return this.source.finding?.parameters ?? null;
  }

  @Field(() => [Evidence])
  get evidence(): readonly Evidence[] {
    return this.finding?.evidence ?? [];
  }

  @Field(() => [Remedy])
  get remedies(): readonly Remedy[] {
    const { blocking } = this.source;
    if (blocking !== undefined) return reachAgain(blocking.host).map((remedy) => new Remedy(remedy));
    return this.finding?.remedies ?? (this.source.remedies ?? []).map((remedy) => new Remedy(remedy));
  }

  @Field(() => ID, { nullable: true, description: 'The host that did not answer, or that was not looked at yet.' })
  get hostId(): string | null {
    const { blocking } = this.source;
    return blocking === undefined ? null : toGlobalId('Host', blocking.host.hostId);
  }

  @Field(() => [RequirementRule], { description: 'What cannot be decided for this one reason, each once.' })
  get undecidedRules(): readonly RequirementRule[] {
    const ofRule = new Map(this.source.blocking?.findings.map((finding) => [finding.ruleId, finding]));
    return [...ofRule.values()].map((finding) => new Finding(finding).rule);
  }

  @Field(() => ID, { nullable: true, description: 'The operation that is in the way.' })
  get operationId(): string | null {
    return this.source.operationId === undefined ? null : toGlobalId('Operation', this.source.operationId);
  }

  @Field(() => Int, { nullable: true, description: 'The version that the resource is at.' })
  get currentVersion(): number | null {
    return this.source.currentVersion ?? null;
  }
}
