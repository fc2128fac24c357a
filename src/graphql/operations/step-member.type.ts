import { Field, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { stepReport, type StepReport } from '../../engine/step-report.js';
import { StepOutcomeEnum } from '../shared/enums.js';
import { Evidence } from '../shared/evidence.type.js';

/** How a step tells of each of its members. */
export const stepReports = z.array(stepReport);

@ObjectType('StepMember', { simpleResolvers: true, description: 'What a step did for one subject.' })
export class StepMember {
  constructor(private readonly report: StepReport) {}

  @Field(() => String)
  get subject(): string {
    return this.report.key;
  }

  @Field(() => StepOutcomeEnum, { nullable: true })
  get outcome(): string | null {
    return this.report.outcome;
  }

  @Field(() => String)
  get summary(): string {
    return this.report.summary;
  }

  @Field(() => [String], { description: 'What was changed, one line each, without secrets.' })
  get changes(): readonly string[] {
    return this.report.changes;
  }

  @Field(() => [Evidence], { description: 'What was seen, where it failed.' })
  get evidence(): readonly Evidence[] {
    return Object.entries(this.report.evidence).map(
      ([probeId, { command, ...answer }]) => new Evidence({ hostId: null, probeId, command, answer, observedAt: null }),
    );
  }
}
