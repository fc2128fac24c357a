import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { AnnotatedRow } from '../shared/annotated-row.js';

@ObjectType('SshKey', {
  implements: Node,
  simpleResolvers: true,
  description: 'A key pair that Hostwright logs in with; only the public half can be read.',
})
export class SshKey extends AnnotatedRow implements Node {
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
}
