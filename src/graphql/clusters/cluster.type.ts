import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import {
  ClusterStateEnum,
  ForwardingEnum,
  LbModeEnum,
  RuleSetEnum,
  TopologyEnum,
  WebServerEnum,
} from '../shared/enums.js';
import { BalancedService, balancedServicesOf } from './balanced-service.type.js';
import { ExternalBalancing, externalBalancingOf } from './external-balancing.type.js';
import { ForwardRules, forwardRulesOf } from './forward-rules.type.js';
import { Label, labelsOf } from '../shared/label.type.js';
import { RowObject } from '../shared/row-object.js';
import { Nat, natOf } from './nat.type.js';
import { Panel, panelOf } from './panel.type.js';
import { stateReasonOf } from './state-reason.js';

@ObjectType('Cluster', {
  implements: Node,
  simpleResolvers: true,
  description: 'One manager, its nodes, storage, database servers and accounts, declared as one value.',
})
export class Cluster extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('Cluster', this.row.text('id'));
  }

  @Field(() => String)
  get name(): string {
    return this.row.text('name');
  }

  @Field(() => ClusterStateEnum)
  get state(): string {
    return this.row.text('state');
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Of a DEGRADED one: which operation left something undone, and what does that. A look mends nothing, so that it ends no such state. Otherwise null.',
  })
  get stateReason(): string | null {
    return stateReasonOf(this.row);
  }

  @Field(() => RuleSetEnum, { description: 'Whose severities its findings have.' })
  get ruleSet(): string {
    return this.row.text('ruleSet');
  }

  @Field(() => TopologyEnum)
  get topology(): string {
    return this.row.text('topology');
  }

  @Field(() => Nat, { nullable: true, description: 'Null unless the topology is PRIVATE_NAT.' })
  get nat(): Nat | null {
    return natOf(this.row);
  }

  @Field(() => ForwardRules, {
    nullable: true,
    description: 'What the NAT device has to hand on; null while nothing is declared of it.',
  })
  get forwardRules(): ForwardRules | null {
    return forwardRulesOf(this.row);
  }

  @Field(() => Int, { description: 'Number of the accepted revision, for expectedVersion.' })
  get version(): number {
    return this.row.int('version');
  }

  @Field(() => LbModeEnum)
  get lbMode(): string {
    return this.row.text('lbMode');
  }

  @Field(() => ForwardingEnum)
  get forwarding(): string {
    return this.row.text('forwarding');
  }

  @Field(() => [BalancedService], { description: 'As declared; few, and therefore read whole.' })
  get balancedServices(): readonly BalancedService[] {
    return balancedServicesOf(this.row);
  }

  @Field(() => [ExternalBalancing], {
    description: "What somebody else's balancer has to do under lbMode EXTERNAL; empty where the manager balances.",
  })
  get externalBalancing(): readonly ExternalBalancing[] {
    return externalBalancingOf(this.row);
  }

  @Field(() => WebServerEnum, {
    nullable: true,
    description: "Null where the hosts' web servers are not Hostwright's.",
  })
  get webServer(): string | null {
    return this.row.textOrNull('webServer');
  }

  @Field(() => Boolean, {
    description: 'Whether Hostwright runs a MySQL server on the manager; it is among the database servers.',
  })
  get localDatabase(): boolean {
    return this.row.flag('localDatabase');
  }

  @Field(() => Panel, { nullable: true, description: 'Null where no hosting panel is installed.' })
  get panel(): Panel | null {
    return panelOf(this.row);
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether whoever runs the hosts as virtual machines can change the hypervisor; null where that is not known.',
  })
  get hypervisorAccess(): boolean | null {
    return this.row.flagOrNull('hypervisorAccess');
  }

  @Field(() => Boolean)
  get quotasRequired(): boolean {
    return this.row.flag('quotasRequired');
  }

  @Field(() => [Label])
  get labels(): readonly Label[] {
    return labelsOf(this.row);
  }

  @Field(() => String, { nullable: true, description: "The client's own id for it, unique within the tenant." })
  get externalRef(): string | null {
    return this.row.textOrNull('externalRef');
  }

  @Field(() => GraphQLDateTime)
  get createdAt(): Date {
    return this.row.date('createdAt');
  }
}
