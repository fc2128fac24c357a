import { Field, InputType } from 'type-graphql';

@InputType('LabelInput')
export class LabelInput {
  @Field(() => String)
  key!: string;

  @Field(() => String)
  value!: string;
}

@InputType('AcknowledgementInput', { description: 'A warning that is meant.' })
export class AcknowledgementInput {
  @Field(() => String, { description: 'Id of the rule.' })
  rule!: string;

  @Field(() => String, { description: 'As the user error printed it, or by its name: Host node1.' })
  subject!: string;
}

export const provedAfterwards =
  'Once that is made, try on the hosts what no look can show, as proveCluster does without a vantage; what it finds fails the operation.';

/** Fields of a mutation that may be repeated without harm. */
@InputType()
export abstract class RepeatableInput {
  @Field(() => String, { nullable: true, description: 'The same key and input give the first answer again.' })
  idempotencyKey?: string;

  @Field(() => Boolean, { nullable: true, description: 'Only say what would be done.' })
  validateOnly?: boolean;
}

/** Fields of a mutation that creates something or starts work. */
@InputType()
export abstract class KeyedInput {
  @Field(() => String, { description: 'The same key and input give the first answer again, for at least 24 hours.' })
  idempotencyKey!: string;

  @Field(() => Boolean, { nullable: true, description: 'Only say what would be done.' })
  validateOnly?: boolean;
}

/** Fields of a mutation that creates a resource. */
@InputType()
export abstract class CreatingInput extends KeyedInput {
  @Field(() => [LabelInput], { nullable: true })
  labels?: LabelInput[];

  @Field(() => String, { nullable: true, description: "The client's own id, unique within the tenant." })
  externalRef?: string;
}
