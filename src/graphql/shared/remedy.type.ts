import { GraphQLJSONObject } from 'graphql-scalars';
import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import type { Remedy as RemedySource } from '../../rules/rule.js';
import type { Context } from './context.js';
import { remedyFor } from './remedy-for.js';

@ObjectType('Remedy', {
  simpleResolvers: true,
  description:
    'What makes a finding go away: a mutation with its input filled in, or a command that only a person can run. What only a person ' +
    'can tell is a gap of the input, for example "<the right address>": with it the mutation is refused. ' +
    'A mutation that is not for tokens of one cluster is told to such a token in words.',
})
export class Remedy {
  constructor(private readonly source: RemedySource) {}

  @Field(() => String, { simple: false })
  title(@Ctx() { caller }: Context): string {
    return remedyFor(caller, this.source).title;
  }

  @Field(() => String, { nullable: true, simple: false })
  mutation(@Ctx() { caller }: Context): string | null {
    return remedyFor(caller, this.source).mutation;
  }

  @Field(() => GraphQLJSONObject, { nullable: true, simple: false })
  input(@Ctx() { caller }: Context): object | null {
    return remedyFor(caller, this.source).input;
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
