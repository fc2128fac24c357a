import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { Label, labelsOf } from '../shared/label.type.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('SshKey', {
  implements: Node,
  simpleResolvers: true,
  description: 'A key pair that Hostwright logs in with; only the public half can be read.',
})
export class SshKey extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('SshKey', this.row.text('id'));
  }

  @Field(() => String)
  get name(): string {
    return this.row.text('name');
  }

  @Field(() => String, { description: 'One line as in authorized_keys.' })
  get publicKey(): string {
    return this.row.text('publicKey');
  }

  @Field(() => String)
  get fingerprint(): string {
    return `SHA256:${this.row.text('fingerprint')}`;
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
