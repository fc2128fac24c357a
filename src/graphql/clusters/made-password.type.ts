import { Field, ObjectType } from 'type-graphql';
import type { MadePassword as MadePasswordSource } from '../../commands/command.js';

@ObjectType('MadePassword', { simpleResolvers: true, description: 'A password that was made here.' })
export class MadePassword {
  constructor(private readonly source: MadePasswordSource) {}

  @Field(() => String, { description: 'Name of the account.' })
  get account(): string {
    return this.source.account;
  }

  @Field(() => String)
  get password(): string {
    return this.source.password;
  }
}
