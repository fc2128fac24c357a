import { ObjectType } from 'type-graphql';
import { OperationPayload } from '../shared/payload.js';

@ObjectType('ObserveHostsPayload')
export class ObserveHostsPayload extends OperationPayload {}
