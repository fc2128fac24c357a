import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { RowObject } from '../shared/row-object.js';

@ObjectType('HostKey', {
  simpleResolvers: true,
  description: 'The key that a host must show; until somebody confirms it, the one that it offered.',
})
export class HostKey extends RowObject {
  @Field(() => String, { nullable: true })
  get algorithm(): string | null {
    return this.row.textOrNull('algorithm');
  }

  @Field(() => String, { description: 'As ssh-keygen -l prints it.' })
  get fingerprint(): string {
    return this.row.text('sha256');
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Fingerprint of the other key for which the host is quarantined; null where it is not, or none is known.',
  })
  get shownInstead(): string | null {
    return this.row.textOrNull('shown');
  }

  @Field(() => Boolean)
  get confirmed(): boolean {
    return this.row.flag('confirmed');
  }

  @Field(() => String, { nullable: true, description: 'Name of the token.' })
  get confirmedBy(): string | null {
    return this.row.textOrNull('confirmedBy');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get confirmedAt(): Date | null {
    return this.row.dateOrNull('confirmedAt');
  }
}
