import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { AcknowledgementInput, CreatingInput } from '../shared/mutation.input.js';
import { AccountDatabaseInput } from './account-database.input.js';

@InputType('CreateAccountInput')
export class CreateAccountInput extends CreatingInput {
  @Field(() => ID)
  clusterId!: string;

  @Field(() => String, { description: 'Name of the unix user and group.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name of its site, e.g. example.com; "www.example.com" is served along with it.',
  })
  domain?: string;

  @Field(() => String, {
    nullable: true,
    description:
      'A service address of the cluster that it wants for itself; it shares them unless said. Web servers serve its site by name on every service address.',
  })
  dedicatedAddress?: string;

  @Field(() => AccountDatabaseInput, { nullable: true })
  database?: AccountDatabaseInput;

  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description: 'What its files may take together, in bytes: whole KiB, at least 1 MiB. Without limit unless said.',
  })
  quotaBytes?: number;

  @Field(() => [AcknowledgementInput], { nullable: true })
  acknowledge?: AcknowledgementInput[];
}
