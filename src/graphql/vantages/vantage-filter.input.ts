import { Field, InputType } from 'type-graphql';

@InputType('VantageFilter')
export class VantageFilter {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => String, { nullable: true })
  externalRef?: string;
}
