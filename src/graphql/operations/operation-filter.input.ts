import { Field, InputType } from 'type-graphql';
import { OperationKindEnum, OperationStateEnum } from '../shared/enums.js';

@InputType('OperationFilter')
export class OperationFilter {
  @Field(() => OperationStateEnum, { nullable: true })
  state?: string;

  @Field(() => OperationKindEnum, { nullable: true })
  kind?: string;
}
