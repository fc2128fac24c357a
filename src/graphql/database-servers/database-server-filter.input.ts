import { Field, InputType } from 'type-graphql';

@InputType('DatabaseServerFilter')
export class DatabaseServerFilter {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => String, { nullable: true })
  externalRef?: string;
}
