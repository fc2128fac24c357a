import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { z } from 'zod';
import { toGlobalId } from '../../domain/ids.js';
import { panelSpec, type LicenceSpec } from '../../domain/spec.js';
import type { Row } from '../../reads/row.js';
import { LicenceKindEnum } from '../shared/enums.js';

@ObjectType('Licence', {
  simpleResolvers: true,
  description: "An operator's word about the panel's licence on a host.",
})
export class Licence {
  constructor(private readonly source: LicenceSpec) {}

  @Field(() => ID)
  get hostId(): string {
    return toGlobalId('Host', this.source.hostId);
  }

  @Field(() => LicenceKindEnum)
  get kind(): string {
    return this.source.kind;
  }

  @Field(() => String, { description: 'The day on which it was given, e.g. 2026-01-31.' })
  get attestedAt(): string {
    return this.source.attestedAt;
  }
}

@ObjectType('Panel', { simpleResolvers: true, description: 'The hosting panel that is installed on the hosts.' })
export class Panel {
  constructor(private readonly source: z.infer<typeof panelSpec>) {}

  @Field(() => String)
  get name(): string {
    return this.source.name;
  }

  @Field(() => [Int], { description: 'Where people and programs reach the panel.' })
  get ports(): readonly number[] {
    return this.source.ports;
  }

  @Field(() => Int, {
    nullable: true,
    description: "Where the panel's own database listens on manager and nodes; null where that is at no port.",
  })
  get databasePort(): number | null {
    return this.source.databasePort;
  }

  @Field(() => [Licence])
  get licences(): readonly Licence[] {
    return this.source.licences.map((licence) => new Licence(licence));
  }
}

export function panelOf(row: Row): Panel | null {
  const source = row.json('panel', panelSpec.nullable());
  return source === null ? null : new Panel(source);
}
