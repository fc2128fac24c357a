import { Field, InputType, Int } from 'type-graphql';

@InputType('PanelInput')
export class PanelInput {
  @Field(() => String)
  name!: string;

  @Field(() => [Int])
  ports!: number[];
}
