import { Field, ObjectType } from 'type-graphql';
import { natSpec, type NatSpec } from '../../domain/spec.js';
import type { Row } from '../../reads/row.js';
import { NatModeEnum } from '../shared/enums.js';

@ObjectType('Nat', {
  simpleResolvers: true,
  description: 'What the NAT device in front of a PRIVATE_NAT cluster does, as declared.',
})
export class Nat {
  constructor(private readonly source: NatSpec) {}

  @Field(() => NatModeEnum)
  get mode(): string {
    return this.source.mode;
  }

  @Field(() => [String], {
    description:
      "Where clients come in; under ONE_TO_ONE the first stands for the manager's first service address, and so on.",
  })
  get publicAddresses(): readonly string[] {
    return this.source.publicAddresses;
  }

  @Field(() => String, { nullable: true, description: "The manager's address that the device hands connections to." })
  get forwardTarget(): string | null {
    return this.source.forwardTarget;
  }

  @Field(() => Boolean, { description: 'Whether outsiders must reach MySQL.' })
  get forwardMysql(): boolean {
    return this.source.forwardMysql;
  }
}

export function natOf(row: Row): Nat | null {
  const source = row.json('nat', natSpec.nullable());
  return source === null ? null : new Nat(source);
}
