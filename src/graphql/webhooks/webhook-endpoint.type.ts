import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { WebhookDisabledReasonEnum, WebhookEndpointStateEnum } from '../shared/enums.js';
import { AnnotatedRow } from '../shared/annotated-row.js';

@ObjectType('WebhookEndpoint', {
  implements: Node,
  simpleResolvers: true,
  description: 'A URL that is told of events, each request signed after Standard Webhooks.',
})
export class WebhookEndpoint extends AnnotatedRow implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('WebhookEndpoint', this.row.text('id'));
  }

  @Field(() => String)
  get url(): string {
    return this.row.text('url');
  }

  @Field(() => [String], { description: 'Kinds of events that it is told of; empty: all.' })
  get kinds(): readonly string[] {
    return this.row.json('kinds', z.array(z.string()));
  }

  @Field(() => WebhookEndpointStateEnum)
  get state(): string {
    return this.row.text('state');
  }

  @Field(() => WebhookDisabledReasonEnum, { nullable: true })
  get disabledReason(): string | null {
    return this.row.textOrNull('disabledReason');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get disabledAt(): Date | null {
    return this.row.dateOrNull('disabledAt');
  }

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the tries that failed in a row began.' })
  get failingSince(): Date | null {
    return this.row.dateOrNull('failingSince');
  }

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Until when it asked to be left alone.' })
  get pausedUntil(): Date | null {
    return this.row.dateOrNull('pausedUntil');
  }

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Until when the secret before the last rotation signs too.',
  })
  get formerSecretUntil(): Date | null {
    return this.row.dateOrNull('formerSecretUntil');
  }

  @Field(() => Int, { nullable: true, description: 'Minutes between heartbeats; null without.' })
  get heartbeatMinutes(): number | null {
    return this.row.intOrNull('heartbeatMinutes');
  }
}
