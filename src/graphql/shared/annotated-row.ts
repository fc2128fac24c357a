import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { Label, labelsOf } from './label.type.js';
import { RowObject } from './row-object.js';

/** A resource with what clients note of it, and its own counter of versions. No type of the API by itself. */
@ObjectType({ simpleResolvers: true })
export abstract class AnnotatedRow extends RowObject {
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
