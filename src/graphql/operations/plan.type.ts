import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Planned } from '../../commands/command.js';
import { toGlobalId } from '../../domain/ids.js';
import type { PlannedStep as PlannedStepSource, PlannedTask as PlannedTaskSource } from '../../plan/plan.js';
import { stepOfKind } from '../../steps/registry.js';
import { Finding } from '../rules/finding.type.js';
import { DirectionEnum, PhaseEnum, TaskKindEnum } from '../shared/enums.js';

@ObjectType('PlannedStep', {
  simpleResolvers: true,
  description: 'One difference that would be made true on one host.',
})
export class PlannedStep {
  constructor(private readonly source: PlannedStepSource) {}

  @Field(() => String)
  get kind(): string {
    return this.source.kind;
  }

  @Field(() => DirectionEnum)
  get direction(): string {
    return this.source.direction;
  }

  @Field(() => [String], { description: 'What it is about; of a set of accounts, one subject each.' })
  get subjects(): readonly string[] {
    return this.source.units.map(({ key }) => key);
  }

  @Field(() => Boolean, { description: 'Whether it may interrupt a service.' })
  get disruptive(): boolean {
    return stepOfKind(this.source.kind)?.disruptive ?? true;
  }
}

@ObjectType('PlannedTask', {
  simpleResolvers: true,
  description: 'What would be done on one host between two waits for others.',
})
export class PlannedTask {
  constructor(private readonly source: PlannedTaskSource) {}

  @Field(() => ID)
  get hostId(): string {
    return toGlobalId('Host', this.source.hostId);
  }

  @Field(() => TaskKindEnum)
  get kind(): string {
    return this.source.kind;
  }

  @Field(() => PhaseEnum)
  get phase(): string {
    return this.source.phase;
  }

  @Field(() => [Int], { description: 'Positions in the plan of the tasks that it waits for.' })
  get needs(): readonly number[] {
    return this.source.needs;
  }

  @Field(() => [PlannedStep])
  get steps(): readonly PlannedStep[] {
    return this.source.steps.map((step) => new PlannedStep(step));
  }
}

@ObjectType('Plan', {
  simpleResolvers: true,
  description: 'The ordered differences, and what the rules say about them.',
})
export class Plan {
  constructor(private readonly source: Planned) {}

  @Field(() => [PlannedTask])
  get tasks(): readonly PlannedTask[] {
    return this.source.plan.tasks.map((task) => new PlannedTask(task));
  }

  @Field(() => [Finding])
  get findings(): readonly Finding[] {
    return this.source.findings.map((finding) => new Finding(finding));
  }

  @Field(() => Boolean)
  get disruptive(): boolean {
    return this.tasks.some(({ steps }) => steps.some((step) => step.disruptive));
  }
}
