import { Field, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { answerJson } from '../../engine/answer-json.js';
import { stepOutcomes } from '../../domain/states.js';
import { StepOutcomeEnum } from '../shared/enums.js';
import { Evidence } from '../shared/evidence.type.js';

/** How a step tells of each of its members. */
export const stepReports = z.array(
  z.object({
    key: z.string(),
    outcome: z.enum(stepOutcomes).nullable(),
    summary: z.string(),
    changes: z.array(z.string()),
    evidence: z.record(z.string(), answerJson),
  }),
);
type Report = z.infer<typeof stepReports>[number];

@ObjectType('StepMember', { simpleResolvers: true, description: 'What a step did for one subject.' })
export class StepMember {
  constructor(private readonly report: Report) {}

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
      ([probeId, answer]) => new Evidence({ hostId: null, probeId, answer, observedAt: null }),
    );
  }
}
