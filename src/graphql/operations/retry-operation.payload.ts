import { ObjectType } from 'type-graphql';
import { OperationPayload } from '../shared/payload.js';

@ObjectType('RetryOperationPayload')
export class RetryOperationPayload extends OperationPayload {}
