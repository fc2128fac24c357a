import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { AccessEnum, HostRoleEnum, HostStateEnum, ManagementEnum } from '../shared/enums.js';
import { Label, labelsOf } from '../shared/label.type.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('Host', {
  implements: Node,
  simpleResolvers: true,
  description: 'A machine, or a server that is reached by SQL only.',
})
export class Host extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('Host', this.row.text('id'));
  }

  @Field(() => String)
  get name(): string {
    return this.row.text('name');
  }

  @Field(() => ManagementEnum)
  get management(): string {
    return this.row.text('management');
  }

  @Field(() => AccessEnum)
  get access(): string {
    return this.row.text('access');
  }

  @Field(() => HostRoleEnum, { nullable: true, description: 'Null until it joins a cluster.' })
  get role(): string | null {
    return this.row.textOrNull('role');
  }

  @Field(() => HostStateEnum)
  get state(): string {
    return this.row.text('state');
  }

  @Field(() => [Label])
  get labels(): readonly Label[] {
    return labelsOf(this.row);
  }

  @Field(() => String, { nullable: true, description: "The client's own id for it, unique within the tenant." })
  get externalRef(): string | null {
    return this.row.textOrNull('externalRef');
  }

  @Field(() => Int, { description: 'For expectedVersion.' })
  get version(): number {
    return this.row.int('version');
  }

  @Field(() => GraphQLDateTime)
  get createdAt(): Date {
    return this.row.date('createdAt');
  }
}
