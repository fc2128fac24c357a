import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { AccessEnum, HostRoleEnum, HostStateEnum, ManagementEnum } from '../shared/enums.js';
import { AnnotatedRow } from '../shared/annotated-row.js';

@ObjectType('Host', {
  implements: Node,
  simpleResolvers: true,
  description: 'A machine, or a server that is reached by SQL only.',
})
export class Host extends AnnotatedRow implements Node {
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
}
