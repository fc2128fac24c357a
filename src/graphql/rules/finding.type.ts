import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { findingKey } from '../../rules/finding-key.js';
import { remediesOf } from '../../rules/reach-again.js';
import type { Finding as FindingSource } from '../../rules/rule.js';
import { ruleRegistry } from '../../rules/registry.js';
import { subjectText } from '../../rules/subject.js';
import { Node } from '../node/node.type.js';
import { MomentEnum, SeverityEnum, VerdictEnum } from '../shared/enums.js';
import { Evidence } from '../shared/evidence.type.js';
import { Remedy } from '../shared/remedy.type.js';
import { RequirementRule } from './requirement-rule.type.js';

/** In the place of the row id of a cluster that is not created. */
const noCluster = 'none';

@ObjectType('Finding', {
  implements: Node,
  simpleResolvers: true,
  description: "A rule's verdict for one subject.",
})
export class Finding implements Node {
  constructor(readonly source: FindingSource) {}

  @Field(() => ID, {
    description:
      'The same for as long as the rule says the same of the subject; afterwards, and before the cluster is created, nothing has it.',
  })
  get id(): string {
    return toGlobalId('Finding', `${this.source.clusterId ?? noCluster}.${findingKey(this.source)}`);
  }

  @Field(() => RequirementRule)
  get rule(): RequirementRule {
    const rule = ruleRegistry.find(({ id }) => id === this.source.ruleId);
    if (rule === undefined) throw new Error(`there is no rule ${this.source.ruleId}`);
    return new RequirementRule(rule, 'BASE');
  }

  @Field(() => String, { description: 'As an acknowledgement repeats it.' })
  get subject(): string {
    return subjectText(this.source.subject);
  }

  @Field(() => String, { description: 'What people call the subject: of a host, its name.' })
  get subjectName(): string {
    return this.source.subjectName;
  }

  @Field(() => SeverityEnum)
  get severity(): string {
    return this.source.severity;
  }

  @Field(() => MomentEnum, { description: 'When this was judged: the same rule may say different things at each.' })
  get moment(): string {
    return this.source.moment;
  }

  @Field(() => VerdictEnum)
  get verdict(): string {
    return this.source.verdict;
  }

  @Field(() => String, {
    description:
      'Stable within the rule and verdict, for translation; where there is no verdict it says why, e.g. TOO_OLD or NO_PANEL.',
  })
  get messageCode(): string {
    return this.source.messageCode;
  }

  @Field(() => GraphQLJSONObject, { description: 'What fills the message.' })
  get parameters(): object {
    return this.source.parameters;
  }

  @Field(() => String, {
    description: 'Names the culprit and says what would be accepted; of what is not applicable, why.',
  })
  get message(): string {
    return this.source.message;
  }

  @Field(() => [String], {
    description: 'Path into the declared value, e.g. members, 0, addresses; empty where no single value is at fault.',
  })
  get field(): readonly string[] {
    return this.source.field;
  }

  @Field(() => [Evidence])
  get evidence(): readonly Evidence[] {
    return this.source.evidence.map((evidence) => new Evidence(evidence));
  }

  @Field(() => [Remedy])
  get remedies(): readonly Remedy[] {
    return remediesOf(this.source).map((remedy) => new Remedy(remedy));
  }
}
