import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import type { Remedy as RemedySource } from '../../rules/rule.js';

@ObjectType('Remedy', {
  simpleResolvers: true,
  description:
    'What makes a finding go away: a mutation with its input filled in, or a command that only a person can run. What only a person ' +
    'can tell is a gap of the input, for example "<the right address>": with it the mutation is refused.',
})
export class Remedy {
  constructor(private readonly source: RemedySource) {}

  @Field(() => String)
  get title(): string {
    return this.source.title;
  }

  @Field(() => String, { nullable: true })
  get mutation(): string | null {
    return this.source.mutation;
  }

  @Field(() => GraphQLJSONObject, { nullable: true })
  get input(): object | null {
    return this.source.input;
  }

  @Field(() => String, { nullable: true })
  get command(): string | null {
    return this.source.command;
  }

  @Field(() => ID, { nullable: true, description: 'The host to run the command on.' })
  get hostId(): string | null {
    return this.source.hostId === null ? null : toGlobalId('Host', this.source.hostId);
  }
}
