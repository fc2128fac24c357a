import { Field, Int, ObjectType } from 'type-graphql';
import { forwardRules, type ForwardRule as Rule } from '../../domain/forward-rules.js';
import { clusterCore, type ClusterCore } from '../../domain/spec.js';
import type { Row } from '../../reads/row.js';
import { ForwardProtocolEnum } from '../shared/enums.js';

@ObjectType('ForwardRule', {
  simpleResolvers: true,
  description: 'A port of a public address, or a range of them, that the NAT device hands on; the port stays the same.',
})
export class ForwardRule {
  constructor(private readonly source: Rule) {}

  @Field(() => ForwardProtocolEnum)
  get protocol(): string {
    return this.source.protocol;
  }

  @Field(() => String)
  get publicAddress(): string {
    return this.source.publicAddress;
  }

  @Field(() => Int, { description: 'The first one of a range.' })
  get port(): number {
    return this.source.port;
  }

  @Field(() => Int, { description: 'The last one of a range; the same as `port` where it is one port.' })
  get lastPort(): number {
    return this.source.lastPort;
  }

  @Field(() => String, { description: "The manager's address that the device hands connections to." })
  get targetAddress(): string {
    return this.source.targetAddress;
  }

  @Field(() => String, { description: 'What is served there, for people.' })
  get service(): string {
    return this.source.service;
  }
}

@ObjectType('ForwardRules', {
  simpleResolvers: true,
  description: 'What the NAT device in front of a PRIVATE_NAT cluster has to hand on.',
})
export class ForwardRules {
  constructor(readonly core: ClusterCore) {}

  @Field(() => [ForwardRule], { description: 'By public address and port; empty while no forward target is declared.' })
  get rules(): readonly ForwardRule[] {
    return forwardRules(this.core).map((rule) => new ForwardRule(rule));
  }
}

export function forwardRulesOf(row: Row): ForwardRules | null {
  const core = row.json('core', clusterCore);
  return core.nat === null ? null : new ForwardRules(core);
}
