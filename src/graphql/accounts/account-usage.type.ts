import { GraphQLDateTime, GraphQLSafeInt } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import type { UsageOfAccount } from '../../reads/usage/account-usage.js';

@ObjectType('AccountUsage', {
  simpleResolvers: true,
  description:
    'What an account used, summed up over the web servers of its cluster. Each counts every ten minutes; what it counted is read when the manager is looked at (observeHosts, and at the end of every operation).',
})
export class AccountUsage {
  constructor(private readonly usage: UsageOfAccount) {}

  @Field(() => String, { description: 'As YYYY-MM, by the clocks of the hosts.' })
  get month(): string {
    return this.usage.month;
  }

  @Field(() => GraphQLSafeInt, { description: 'Requests that were answered in the month, whatever the answer was.' })
  get requests(): number {
    return this.usage.requests;
  }

  @Field(() => GraphQLSafeInt, { description: 'Sent in the month, headers included.' })
  get bytesSent(): number {
    return this.usage.bytesSent;
  }

  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description:
      'What its group takes in user storage now; null where the cluster wants no quotas and no account of it has one.',
  })
  get diskUsedBytes(): number | null {
    return this.usage.diskUsedBytes;
  }

  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description: 'The limit that is in force for its group; null is without limit.',
  })
  get diskLimitBytes(): number | null {
    return this.usage.diskLimitBytes;
  }

  @Field(() => GraphQLDateTime, { description: 'When the oldest of the figures was counted.' })
  get observedAt(): Date {
    return this.usage.observedAt;
  }

  @Field(() => Boolean, {
    description:
      'False where a web server told no figures, so that requests and bytesSent are too low (R-VPS-5, R-USE-1).',
  })
  get isComplete(): boolean {
    return this.usage.isComplete;
  }
}
