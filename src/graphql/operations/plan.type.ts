import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { AnsweredPlan } from '../../commands/command.js';
import { toGlobalId } from '../../domain/ids.js';
import { estimateRoundTrips } from '../../plan/estimate-round-trips.js';
import type { DecidedStep, DecidedTask } from '../../plan/decided-plan.js';
import { trialOfKind } from '../../proofs/registry.js';
import { stepOfKind } from '../../steps/registry.js';
import { Finding } from '../rules/finding.type.js';
import { DirectionEnum, PhaseEnum, TaskKindEnum } from '../shared/enums.js';
import { PlannedUnit, type PlannedUnitSource } from './planned-unit.type.js';

@ObjectType('PlannedStep', {
  simpleResolvers: true,
  description: 'One difference that would be made true on one host.',
})
export class PlannedStep {
  constructor(
    private readonly source: DecidedStep,
    private readonly at: Pick<PlannedUnitSource, 'hostId' | 'token'>,
  ) {}

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
    return this.source.decided.map(({ key, subject }) => subject ?? key);
  }

  @Field(() => Boolean, {
    description: 'Whether it may interrupt a service; so may the removal of what serves, as of a site.',
  })
  get disruptive(): boolean {
    const { kind, direction } = this.source;
    if (trialOfKind(kind) !== undefined) return false;
    const step = stepOfKind(kind);
    return (direction === 'MAKE' ? step?.disruptive : step?.disruptiveRemoval) ?? true;
  }

  @Field(() => [PlannedUnit], { description: 'For each subject, what would be done by the last look at the host.' })
  get units(): readonly PlannedUnit[] {
    return this.source.decided.map((unit) => new PlannedUnit({ ...this.at, unit, disruptive: this.disruptive }));
  }
}

@ObjectType('PlannedTask', {
  simpleResolvers: true,
  description: 'What would be done on one host between two waits for others.',
})
export class PlannedTask {
  constructor(
    private readonly source: DecidedTask,
    private readonly token: string | null,
  ) {}

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
    const at = { hostId: this.source.hostId, token: this.token };
    return this.source.steps.map((step) => new PlannedStep(step, at));
  }
}

@ObjectType('Plan', {
  simpleResolvers: true,
  description: 'The ordered differences, and what the rules say about them.',
})
export class Plan {
  constructor(private readonly source: AnsweredPlan) {}

  @Field(() => String, {
    nullable: true,
    description:
      'What applies the plan as it is shown (applyPlan). Null where it is being carried out already, of mutations whose plans are not applied, and where it would be too long to be sent, as with some ten thousand warnings.',
  })
  get token(): string | null {
    return this.source.token;
  }

  @Field(() => String, {
    description: 'Equal for equal plans: from the same value and ledger, with the same decisions and verdicts.',
  })
  get hash(): string {
    return this.source.hash;
  }

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Until when the token applies it.' })
  get expiresAt(): Date | null {
    return this.source.expiresAt;
  }

  @Field(() => [PlannedTask])
  get tasks(): readonly PlannedTask[] {
    return this.source.decided.tasks.map((task) => new PlannedTask(task, this.source.token));
  }

  @Field(() => [Finding], { description: 'What the rules say of the value as it would be.' })
  get findings(): readonly Finding[] {
    return this.source.findings.map((finding) => new Finding(finding));
  }

  @Field(() => [Finding], {
    description: 'What the rules say of the value as it is, on the same facts; empty where there is none yet.',
  })
  get findingsBefore(): readonly Finding[] {
    return this.source.findingsBefore.map((finding) => new Finding(finding));
  }

  @Field(() => Boolean, { description: 'Whether something that may interrupt a service is to be changed.' })
  get disruptive(): boolean {
    return this.tasks.some(({ steps }) => steps.some(({ units }) => units.some((unit) => unit.disruptive)));
  }

  @Field(() => Int, { description: 'Round trips to hosts where nothing has to be waited for.' })
  get estimatedRoundTrips(): number {
    return estimateRoundTrips(this.source.decided);
  }
}
