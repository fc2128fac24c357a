import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import type { Answer } from '../../probes/probe.js';

/** What was asked of which host, and what it said; secrets were removed before it was stored. */
export interface EvidenceSource {
  readonly hostId: string | null;
  readonly probeId: string;
  /** Null in what was kept before this was. */
  readonly command: string | null;
  readonly answer: Answer;
  readonly observedAt: Date | null;
}

@ObjectType('Evidence', {
  simpleResolvers: true,
  description: 'Output of a command of one host that a verdict rests on.',
})
export class Evidence {
  constructor(private readonly source: EvidenceSource) {}

  @Field(() => ID, { nullable: true })
  get hostId(): string | null {
    return this.source.hostId === null ? null : toGlobalId('Host', this.source.hostId);
  }

  @Field(() => String, { description: 'Name of the question.' })
  get probe(): string {
    return this.source.probeId;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'What was run, its arguments below it, or the statement; null in what was kept before this was. A secret is never part of it.',
  })
  get command(): string | null {
    return this.source.command;
  }

  @Field(() => Int)
  get exitCode(): number {
    return this.source.answer.exitCode;
  }

  @Field(() => String)
  get stdout(): string {
    return this.source.answer.stdout;
  }

  @Field(() => String)
  get stderr(): string {
    return this.source.answer.stderr;
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get observedAt(): Date | null {
    return this.source.observedAt;
  }
}
