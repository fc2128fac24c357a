import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('LookInput', { description: 'One question of a host, as remedies name it.' })
export class LookInput {
  @Field(() => ID, { description: 'One of hostIds.' })
  hostId!: string;

  @Field(() => String, { description: 'Id of the probe.' })
  probe!: string;
}

@InputType('ObserveHostsInput')
export class ObserveHostsInput extends KeyedInput {
  @Field(() => [ID])
  hostIds!: string[];

  @Field(() => String, { nullable: true, description: 'Token of a plan: also look at what its steps read.' })
  plan?: string;

  @Field(() => [LookInput], {
    nullable: true,
    description:
      'Also ask this: what rules need of hosts for a cluster that is not declared yet, as the remedies of applyCluster have it.',
  })
  looks?: LookInput[];
}
