import { ObjectType } from 'type-graphql';
import { AccountPayload } from './account.payload.js';

@ObjectType('DeleteAccountPayload')
export class DeleteAccountPayload extends AccountPayload {}
