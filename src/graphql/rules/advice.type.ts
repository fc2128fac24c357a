import { Field, Float, ID, ObjectType } from 'type-graphql';
import { GraphQLJSONObject } from 'graphql-scalars';
import { toGlobalId } from '../../domain/ids.js';
import type { Advice as AdviceSource, Measure as MeasureSource } from '../../rules/advice/advice.js';
import { DutyEnum, MeasureNameEnum } from '../shared/enums.js';
import { Evidence } from '../shared/evidence.type.js';
import { Remedy } from '../shared/remedy.type.js';

@ObjectType('Measure', { simpleResolvers: true, description: 'A number that an advice was concluded from.' })
export class Measure {
  constructor(private readonly source: MeasureSource) {}

  @Field(() => MeasureNameEnum)
  get name(): string {
    return this.source.name;
  }

  @Field(() => Float, { nullable: true, description: 'Null where no look has shown it, or one too long ago.' })
  get value(): number | null {
    return this.source.value;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'The most that is good; the least for MEMORY_GB and LINK_MEGABITS; null for what is only shown.',
  })
  get limit(): number | null {
    return this.source.limit;
  }

  @Field(() => [Evidence])
  get evidence(): readonly Evidence[] {
    return this.source.evidence.map((evidence) => new Evidence(evidence));
  }
}

@ObjectType('Advice', { simpleResolvers: true, description: 'What to move away from a host next, why, and how.' })
export class Advice {
  constructor(private readonly source: AdviceSource) {}

  @Field(() => DutyEnum)
  get duty(): string {
    return this.source.duty;
  }

  @Field(() => ID, { description: 'The host to take it away from.' })
  get hostId(): string {
    return toGlobalId('Host', this.source.hostId);
  }

  @Field(() => Boolean, { description: 'Whether a number is beyond its limit; what can wait is advised too.' })
  get pressing(): boolean {
    return this.source.pressing;
  }

  @Field(() => String)
  get message(): string {
    return this.source.message;
  }

  @Field(() => String, { description: 'Stable, for translation; parameters fill it.' })
  get messageCode(): string {
    return this.source.messageCode;
  }

  @Field(() => GraphQLJSONObject)
  get parameters(): object {
    return this.source.parameters;
  }

  @Field(() => [Measure])
  get measures(): readonly Measure[] {
    return this.source.measures.map((measure) => new Measure(measure));
  }

  @Field(() => [String], { description: 'Ids of the requirements that it rests on.' })
  get ruleIds(): readonly string[] {
    return this.source.ruleIds;
  }

  @Field(() => [Remedy])
  get remedies(): readonly Remedy[] {
    return this.source.remedies.map((remedy) => new Remedy(remedy));
  }
}
