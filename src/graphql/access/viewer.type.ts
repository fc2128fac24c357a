import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import type { Caller } from '../../commands/caller.js';
import { toGlobalId } from '../../domain/ids.js';
import { RoleEnum } from '../shared/enums.js';

@ObjectType('Viewer', { simpleResolvers: true, description: 'Who asks.' })
export class Viewer {
  constructor(private readonly caller: Caller) {}

  @Field(() => ID, { description: 'Id of the token.' })
  get tokenId(): string {
    return toGlobalId('ApiToken', this.caller.tokenId);
  }

  @Field(() => String, { description: 'Name of the token.' })
  get name(): string {
    return this.caller.tokenName;
  }

  @Field(() => String, { description: 'Name of the tenant.' })
  get tenant(): string {
    return this.caller.tenantName;
  }

  @Field(() => RoleEnum)
  get role(): string {
    return this.caller.role;
  }

  @Field(() => ID, { nullable: true, description: 'The only cluster that the token is for.' })
  get clusterId(): string | null {
    return this.caller.clusterId === null ? null : toGlobalId('Cluster', this.caller.clusterId);
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get expiresAt(): Date | null {
    return this.caller.expiresAt;
  }
}
