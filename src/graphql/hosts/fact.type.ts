import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { RowObject } from '../shared/row-object.js';

@ObjectType('Fact', { simpleResolvers: true, description: 'What a host answered when it was last asked.' })
export class Fact extends RowObject {
  @Field(() => String, { description: 'Name of the question.' })
  get probe(): string {
    return this.row.text('probe');
  }

  @Field(() => String)
  get command(): string {
    return this.row.text('command');
  }

  @Field(() => Int)
  get exitCode(): number {
    return this.row.int('exitCode');
  }

  @Field(() => String)
  get stdout(): string {
    return this.row.text('stdout');
  }

  @Field(() => String)
  get stderr(): string {
    return this.row.text('stderr');
  }

  @Field(() => GraphQLDateTime)
  get observedAt(): Date {
    return this.row.date('observedAt');
  }
}
