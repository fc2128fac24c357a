import { Field, Int, ObjectType } from 'type-graphql';
import { RowObject } from '../shared/row-object.js';

@ObjectType('Progress', { simpleResolvers: true, description: 'How far an operation is.' })
export class Progress extends RowObject {
  @Field(() => Int)
  get tasksTotal(): number {
    return this.row.int('tasksTotal');
  }

  @Field(() => Int)
  get tasksDone(): number {
    return this.row.int('tasksDone');
  }

  @Field(() => Int)
  get tasksFailed(): number {
    return this.row.int('tasksFailed');
  }

  @Field(() => Int)
  get tasksWaiting(): number {
    return this.row.int('tasksWaiting');
  }

  @Field(() => Int)
  get stepsTotal(): number {
    return this.row.int('stepsTotal');
  }

  @Field(() => Int)
  get stepsDone(): number {
    return this.row.int('stepsDone');
  }

  @Field(() => Int)
  get stepsFailed(): number {
    return this.row.int('stepsFailed');
  }
}
