import { Field, ID, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { toGlobalId } from '../../domain/ids.js';
import { balancedServiceSpec, type BalancedServiceSpec } from '../../domain/spec.js';
import type { Row } from '../../reads/row.js';
import { SchedulerEnum } from '../shared/enums.js';

@ObjectType('HostWeight', { simpleResolvers: true, description: 'Share of a host among those that serve.' })
export class HostWeight {
  constructor(private readonly source: BalancedServiceSpec['weights'][number]) {}

  @Field(() => ID)
  get hostId(): string {
    return toGlobalId('Host', this.source.hostId);
  }

  @Field(() => Int, { description: '0 to 100; 0 sends the host no new connections.' })
  get weight(): number {
    return this.source.weight;
  }
}

@ObjectType('BalancedService', {
  simpleResolvers: true,
  description: 'A TCP port of a service address, spread over manager and nodes.',
})
export class BalancedService {
  constructor(private readonly source: BalancedServiceSpec) {}

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

  @Field(() => Int, { description: 'How long a client stays with one host, in seconds; 0 for not at all.' })
  get persistenceSeconds(): number {
    return this.source.persistenceSeconds;
  }

  @Field(() => [HostWeight], { description: 'Of the hosts that have another than 1.' })
  get weights(): readonly HostWeight[] {
    return this.source.weights.map((weight) => new HostWeight(weight));
  }
}

const services = z.array(balancedServiceSpec);

export function balancedServicesOf(row: Row): readonly BalancedService[] {
  return row.json('balancedServices', services).map((service) => new BalancedService(service));
}
