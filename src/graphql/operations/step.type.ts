import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { DirectionEnum, StepOutcomeEnum } from '../shared/enums.js';
import { StepMember, stepReports } from './step-member.type.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('Step', {
  implements: Node,
  simpleResolvers: true,
  description: 'One difference on one host; of a set of accounts, one step for all.',
})
export class Step extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('Step', this.row.text('id'));
  }

  @Field(() => String)
  get kind(): string {
    return this.row.text('kind');
  }

  @Field(() => String, { description: 'What it is about, in the words of its kind.' })
  get subject(): string {
    return this.row.text('subject');
  }

  @Field(() => DirectionEnum)
  get direction(): string {
    return this.row.text('direction');
  }

  @Field(() => StepOutcomeEnum, { nullable: true })
  get outcome(): string | null {
    return this.row.textOrNull('outcome');
  }

  @Field(() => [StepMember], { description: 'One for each subject; empty until the host was visited.' })
  get members(): readonly StepMember[] {
    return this.row.json('reports', stepReports).map((report) => new StepMember(report));
  }

  @Field(() => String)
  get summary(): string {
    return this.row.text('summary');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get finishedAt(): Date | null {
    return this.row.dateOrNull('finishedAt');
  }
}
