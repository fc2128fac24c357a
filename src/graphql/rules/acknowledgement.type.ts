import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import type { KeptAcknowledgement } from '../../commands/compliance/kept-acknowledgements.js';

@ObjectType('Acknowledgement', {
  simpleResolvers: true,
  description:
    'A warning that somebody meant. It counts for the rule and the subject until it is withdrawn, also where the requirement was met meanwhile.',
})
export class Acknowledgement {
  constructor(private readonly source: KeptAcknowledgement) {}

  @Field(() => ID, { description: 'Id of the rule.' })
  get rule(): string {
    return this.source.rule;
  }

  @Field(() => String, { description: 'As findings print it.' })
  get subject(): string {
    return this.source.subject;
  }

  @Field(() => String, { description: 'Name of the token that acknowledged it.' })
  get by(): string {
    return this.source.by;
  }

  @Field(() => GraphQLDateTime)
  get at(): Date {
    return this.source.at;
  }

  @Field(() => String, { nullable: true, description: 'Why it is meant.' })
  get note(): string | null {
    return this.source.note;
  }
}
