import { Field, ID, InputType } from 'type-graphql';
import { ForwardingEnum, LbModeEnum, RuleSetEnum, TopologyEnum, WebServerEnum } from '../shared/enums.js';
import { AcknowledgementInput, CreatingInput } from '../shared/mutation.input.js';
import { BalancedServiceInput } from './balanced-service.input.js';
import { MemberInput } from './member.input.js';
import { NatInput } from './nat.input.js';
import { NetworkInput } from './network.input.js';
import { PanelInput } from './panel.input.js';
import { UserStorageInput } from './user-storage.input.js';

@InputType('CreateClusterInput')
export class CreateClusterInput extends CreatingInput {
  @Field(() => String)
  name!: string;

  @Field(() => RuleSetEnum, { nullable: true, description: 'BASE unless said otherwise.' })
  ruleSet?: string;

  @Field(() => TopologyEnum)
  topology!: string;

  @Field(() => NatInput, { nullable: true, description: 'For topology PRIVATE_NAT only.' })
  nat?: NatInput;

  @Field(() => [NetworkInput], { nullable: true })
  networks?: NetworkInput[];

  @Field(() => [MemberInput], { nullable: true })
  members?: MemberInput[];

  @Field(() => String, { nullable: true, description: "The manager's address for all server-to-server traffic." })
  quorumAddress?: string;

  @Field(() => UserStorageInput, { nullable: true, description: 'On the manager unless said otherwise.' })
  userStorage?: UserStorageInput;

  @Field(() => [ID], { nullable: true })
  databaseServerIds?: string[];

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether Hostwright runs a MySQL server on the manager, at the quorum address: the one for accounts that name none. Not unless said so.',
  })
  localDatabase?: boolean;

  @Field(() => LbModeEnum, { nullable: true, description: 'MANAGED unless said otherwise.' })
  lbMode?: string;

  @Field(() => ForwardingEnum, {
    nullable: true,
    description: 'DR unless said otherwise. The manager balances by DR only; TUN goes with lbMode EXTERNAL.',
  })
  forwarding?: string;

  @Field(() => [BalancedServiceInput], { nullable: true })
  balancedServices?: BalancedServiceInput[];

  @Field(() => WebServerEnum, {
    nullable: true,
    description:
      "Set up on manager and nodes, with a virtual host for each account's domain; none unless said otherwise.",
  })
  webServer?: string;

  @Field(() => PanelInput, { nullable: true })
  panel?: PanelInput;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether whoever runs the hosts as virtual machines can change the hypervisor.',
  })
  hypervisorAccess?: boolean;

  @Field(() => Boolean, { nullable: true })
  quotasRequired?: boolean;

  @Field(() => [AcknowledgementInput], { nullable: true })
  acknowledge?: AcknowledgementInput[];
}
