import { ArgsType, Field, Int } from 'type-graphql';

/** Either `first` and `after`, or `last` and `before`. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'How many from the beginning, 1 to 100.' })
  first?: number;

  @Field(() => String, { nullable: true, description: 'The cursor behind which they begin.' })
  after?: string;

  @Field(() => Int, { nullable: true, description: 'How many from the end, 1 to 100.' })
  last?: number;

  @Field(() => String, { nullable: true, description: 'The cursor before which they end.' })
  before?: string;
}
