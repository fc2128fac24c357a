import { Field, Int, ObjectType } from 'type-graphql';
import { RowObject } from '../shared/row-object.js';

@ObjectType('SshEndpoint', {
  simpleResolvers: true,
  description: 'Where sshd of a host listens, and who we are there.',
})
export class SshEndpoint extends RowObject {
  @Field(() => String)
  get address(): string {
    return this.row.text('address');
  }

  @Field(() => Int)
  get port(): number {
    return this.row.int('port');
  }

  @Field(() => String)
  get user(): string {
    return this.row.text('user');
  }
}
