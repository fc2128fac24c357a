import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { isChange, type DecidedChange, type DecidedUnit } from '../../plan/decided-plan.js';
import { fileDiff } from '../../plan/file-diff.js';
import { clearByHand, observeHosts } from '../../rules/remedy.js';
import { describeChange } from '../../steps/change.js';
import type { StepRef } from '../../steps/step.js';
import { UnitDecisionEnum } from '../shared/enums.js';
import { Evidence } from '../shared/evidence.type.js';
import { Remedy } from '../shared/remedy.type.js';

/** A decided unit, where it is, and the token of its plan where it has one. */
export interface PlannedUnitSource {
  readonly hostId: string;
  readonly unit: DecidedUnit;
  readonly disruptive: boolean;
  readonly token: string | null;
}

@ObjectType('PlannedStepRef', { simpleResolvers: true, description: 'A step of the same plan.' })
export class PlannedStepRef {
  constructor(private readonly source: StepRef) {}

  @Field(() => ID)
  get hostId(): string {
    return toGlobalId('Host', this.source.hostId);
  }

  @Field(() => String)
  get kind(): string {
    return this.source.kind;
  }

  @Field(() => String)
  get subject(): string {
    return this.source.key;
  }
}

@ObjectType('PlannedChange', { simpleResolvers: true, description: 'One thing that would be run or written.' })
export class PlannedChange {
  constructor(private readonly source: DecidedChange) {}

  @Field(() => String, { description: 'One line, without secrets.' })
  get description(): string {
    return describeChange(this.source.change);
  }

  @Field(() => String, { nullable: true, description: 'Of a file.' })
  get path(): string | null {
    const { change } = this.source;
    return 'path' in change ? change.path : null;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'From what the last look found in a file of ours to what would be there, as a unified diff; a secret is [redacted].',
  })
  get diff(): string | null {
    return fileDiff(this.source);
  }
}

@ObjectType('PlannedUnit', { simpleResolvers: true, description: 'What a step would do for one subject.' })
export class PlannedUnit {
  constructor(private readonly source: PlannedUnitSource) {}

  @Field(() => String)
  get subject(): string {
    const { key, subject } = this.source.unit;
    return subject ?? key;
  }

  @Field(() => UnitDecisionEnum)
  get decision(): string {
    return this.source.unit.decision;
  }

  @Field(() => String, { description: 'What is so already, what would be made, or why that cannot be told.' })
  get summary(): string {
    return this.source.unit.summary;
  }

  @Field(() => [PlannedChange], {
    description:
      'Of CHANGE: exactly these, or the step stops. Of WAITS: the same, or none, once it waits no more. Of CONDITIONAL: as it looks now.',
  })
  get changes(): readonly PlannedChange[] {
    return this.source.unit.changes.map((change) => new PlannedChange(change));
  }

  @Field(() => PlannedStepRef, { nullable: true, description: 'The earlier step that a CONDITIONAL one depends on.' })
  get conditionalOn(): PlannedStepRef | null {
    const { conditionalOn } = this.source.unit;
    return conditionalOn === null ? null : new PlannedStepRef(conditionalOn);
  }

  @Field(() => Boolean, { description: 'Whether it is to be changed and that may interrupt a service.' })
  get disruptive(): boolean {
    return this.source.disruptive && isChange(this.source.unit);
  }

  @Field(() => [Evidence], { description: 'What a CONFLICT rests on.' })
  get evidence(): readonly Evidence[] {
    return this.source.unit.evidence.map((evidence) => new Evidence(evidence));
  }

  @Field(() => [Remedy], {
    description:
      'Of UNKNOWN: the look that tells. Of CONFLICT: what a person may do, and the look that tells of it then.',
  })
  get remedies(): readonly Remedy[] {
    const { hostId, unit, token } = this.source;
    if (unit.decision !== 'UNKNOWN' && unit.decision !== 'CONFLICT') return [];
    const look = observeHosts([hostId]);
    const again = { ...look, input: { ...look.input, ...(token === null ? {} : { plan: token }) } };
    if (unit.decision === 'UNKNOWN') return [new Remedy(again)];
    return [
      new Remedy(clearByHand(hostId, `what is in the way of ${this.subject}, as the summary says`)),
      new Remedy({ ...again, title: 'Then look at the host, and ask for the plan again' }),
    ];
  }
}
