import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Payload } from '../shared/payload.js';

@ObjectType('DeleteVantagePayload')
export class DeleteVantagePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The vantage that is gone.' })
  vantageId(): string | null {
    const id = this.answered.ids['vantage'];
    return id === undefined ? null : toGlobalId('Vantage', id);
  }
}
