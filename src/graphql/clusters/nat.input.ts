import { Field, InputType } from 'type-graphql';
import { NatModeEnum } from '../shared/enums.js';

@InputType('NatInput', { description: 'What the NAT device in front of a PRIVATE_NAT cluster does.' })
export class NatInput {
  @Field(() => NatModeEnum)
  mode!: string;

  @Field(() => [String], {
    description:
      "Where clients come in; under ONE_TO_ONE the first stands for the manager's first service address, and so on.",
  })
  publicAddresses!: string[];

  @Field(() => String, {
    nullable: true,
    description: "The manager's address that the device hands connections to; never the quorum address.",
  })
  forwardTarget?: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether outsiders must reach MySQL. Not unless said so.' })
  forwardMysql?: boolean;
}
