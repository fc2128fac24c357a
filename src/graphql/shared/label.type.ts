import { Field, ObjectType } from 'type-graphql';
import { z } from 'zod';
import type { Row } from '../../reads/row.js';

const labels = z.record(z.string(), z.string());

@ObjectType('Label', { simpleResolvers: true, description: 'Free words of the client about a resource.' })
export class Label {
  constructor(private readonly pair: readonly [string, string]) {}

  @Field(() => String)
  get key(): string {
    return this.pair[0];
  }

  @Field(() => String)
  get value(): string {
    return this.pair[1];
  }
}

export function labelsOf(row: Row): readonly Label[] {
  return Object.entries(row.json('labels', labels)).map((pair) => new Label(pair));
}
