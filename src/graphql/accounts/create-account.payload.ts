import { Field, ObjectType } from 'type-graphql';
import { AccountPayload } from './account.payload.js';

@ObjectType('CreateAccountPayload')
export class CreateAccountPayload extends AccountPayload {
  @Field(() => String, { nullable: true, description: 'The password that was made for it; shown in this one answer.' })
  databasePassword(): string | null {
    return this.answered.shownOnce;
  }
}
