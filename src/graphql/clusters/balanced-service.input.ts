import { Field, ID, InputType, Int } from 'type-graphql';
import { SchedulerEnum } from '../shared/enums.js';

@InputType('HostWeightInput')
export class HostWeightInput {
  @Field(() => ID)
  hostId!: string;

  @Field(() => Int, { description: '0 to 100; 0 sends the host no new connections.' })
  weight!: number;
}

@InputType('BalancedServiceInput', { description: 'A TCP port of a service address, spread over manager and nodes.' })
export class BalancedServiceInput {
  @Field(() => String, { description: 'A service address of the manager.' })
  address!: string;

  @Field(() => Int)
  port!: number;

  @Field(() => SchedulerEnum, { nullable: true, description: 'WLC unless said otherwise.' })
  scheduler?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'How long a client stays with one host, in seconds: 300 unless said otherwise, 0 for not at all.',
  })
  persistenceSeconds?: number;

  @Field(() => [HostWeightInput], { nullable: true, description: '1 for every host that is not named.' })
  weights?: HostWeightInput[];
}
