import { GraphQLDateTime, GraphQLJSONObject } from 'graphql-scalars';
import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import { z } from 'zod';
import type { Caller } from '../../commands/caller.js';
import { toGlobalId } from '../../domain/ids.js';
import type { OperationEventRow } from '../../reads/operation-events.js';
import type { Context } from '../shared/context.js';
import { remedyFor } from '../shared/remedy-for.js';

const offers = z.array(
  z.looseObject({ title: z.string(), mutation: z.string().nullable(), input: z.looseObject({}).nullable() }),
);
const offering = z.looseObject({ remedies: offers.optional() });
const told = offering.extend({ others: z.array(offering).optional() });

/** With what may be done about it, and about what failed besides, as whoever asks can do it. */
function toldTo(caller: Caller, data: object): object {
  if (caller.clusterId === null) return data;
  const { remedies, others, ...rest } = told.parse(data);
  const forCaller = (all: z.output<typeof offers>): object[] => all.map((offer) => remedyFor(caller, offer));
  return {
    ...rest,
    ...(remedies === undefined ? {} : { remedies: forCaller(remedies) }),
    ...(others === undefined
      ? {}
      : { others: others.map((other) => ({ ...other, remedies: forCaller(other.remedies ?? []) })) }),
  };
}

@ObjectType('OperationEvent', { simpleResolvers: true, description: 'One thing that happened within an operation.' })
export class OperationEvent {
  constructor(private readonly source: OperationEventRow) {}

  @Field(() => String, { description: 'Give it as `after` to go on behind this event.' })
  get cursor(): string {
    return String(this.source.number);
  }

  @Field(() => String, { description: 'E.g. step.changed; clients must tolerate kinds that they do not know.' })
  get kind(): string {
    return this.source.kind;
  }

  @Field(() => GraphQLDateTime)
  get at(): Date {
    return this.source.at;
  }

  @Field(() => ID, { nullable: true })
  get hostId(): string | null {
    return this.source.hostId === null ? null : toGlobalId('Host', this.source.hostId);
  }

  @Field(() => String, { nullable: true, description: 'Name of the host.' })
  get host(): string | null {
    return this.source.hostName;
  }

  @Field(() => ID, { nullable: true })
  get taskId(): string | null {
    return this.source.taskId === null ? null : toGlobalId('Task', this.source.taskId);
  }

  @Field(() => ID, { nullable: true })
  get stepId(): string | null {
    return this.source.stepId === null ? null : toGlobalId('Step', this.source.stepId);
  }

  @Field(() => GraphQLJSONObject, { simple: false, description: 'What belongs to the kind: a summary, a message.' })
  data(@Ctx() { caller }: Context): object {
    return toldTo(caller, this.source.data);
  }
}
