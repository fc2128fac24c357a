import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { ServiceTarget } from '../../domain/balanced-services.js';
import { externalBalancing, type ExternalBalancing as Duties } from '../../domain/external-balancing.js';
import { toGlobalId } from '../../domain/ids.js';
import { clusterCore } from '../../domain/spec.js';
import type { Row } from '../../reads/row.js';
import { ForwardingEnum, SchedulerEnum } from '../shared/enums.js';

@ObjectType('BalancingTarget', { simpleResolvers: true, description: 'A node that takes connections.' })
export class BalancingTarget {
  constructor(private readonly source: ServiceTarget) {}

  @Field(() => ID)
  get hostId(): string {
    return toGlobalId('Host', this.source.hostId);
  }

  @Field(() => String, { description: 'Where the balancer finds it, on the network of the service address.' })
  get address(): string {
    return this.source.address;
  }

  @Field(() => Int, { description: '0 to 100; 0 for no new connections.' })
  get weight(): number {
    return this.source.weight;
  }
}

@ObjectType('ExternalBalancing', {
  simpleResolvers: true,
  description: "What somebody else's balancer has to do for one service, as data and in words.",
})
export class ExternalBalancing {
  constructor(private readonly source: Duties) {}

  @Field(() => String)
  get address(): string {
    return this.source.address;
  }

  @Field(() => Int)
  get port(): number {
    return this.source.port;
  }

  @Field(() => SchedulerEnum)
  get scheduler(): string {
    return this.source.scheduler;
  }

  @Field(() => Int)
  get persistenceSeconds(): number {
    return this.source.persistenceSeconds;
  }

  @Field(() => ForwardingEnum, { description: 'How connections get to the nodes.' })
  get forwarding(): string {
    return this.source.forwarding;
  }

  @Field(() => [BalancingTarget])
  get targets(): readonly BalancingTarget[] {
    return this.source.targets.map((target) => new BalancingTarget(target));
  }

  @Field(() => [String], { description: 'For the person who sets up the balancer.' })
  get duties(): readonly string[] {
    return this.source.duties;
  }
}

export function externalBalancingOf(row: Row): readonly ExternalBalancing[] {
  return externalBalancing(row.json('core', clusterCore)).map((duties) => new ExternalBalancing(duties));
}
