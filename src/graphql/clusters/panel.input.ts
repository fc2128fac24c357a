import { Field, ID, InputType, Int } from 'type-graphql';
import { LicenceKindEnum } from '../shared/enums.js';

@InputType('LicenceInput', { description: "An operator's word about the panel's licence on a host." })
export class LicenceInput {
  @Field(() => ID)
  hostId!: string;

  @Field(() => LicenceKindEnum)
  kind!: string;

  @Field(() => String, { description: 'The day on which it was given, e.g. 2026-01-31.' })
  attestedAt!: string;
}

@InputType('PanelInput')
export class PanelInput {
  @Field(() => String)
  name!: string;

  @Field(() => [Int], {
    description: 'Where people and programs reach the panel; behind a NAT device they are forwarded.',
  })
  ports!: number[];

  @Field(() => Int, {
    nullable: true,
    description:
      "Where the panel's own database listens on manager and nodes: never forwarded, and no database for customers. Null where that is at no port; none of `ports`.",
  })
  databasePort?: number | null;

  @Field(() => [LicenceInput], { nullable: true, description: 'At most one for each member.' })
  licences?: LicenceInput[];
}
