import { ObjectType } from 'type-graphql';
import { ToldFailure } from './told-failure.js';

@ObjectType('OtherFailure', { simpleResolvers: true, description: 'What failed in an operation besides.' })
export class OtherFailure extends ToldFailure {}
