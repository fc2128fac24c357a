import { GraphQLDateTime } from 'graphql-scalars';
import { Args, Ctx, Field, ObjectType } from 'type-graphql';
import type { Compliance as ComplianceSource } from '../../rules/compliance.js';
import type { Context } from '../shared/context.js';
import { Acknowledgement } from './acknowledgement.type.js';
import { FindingArgs } from './finding.args.js';
import { FindingConnection } from './finding.connection.js';
import { countsOf, FindingCount } from './finding-count.type.js';
import { findingPage } from './finding-page.js';

@ObjectType('Compliance', {
  description:
    'What the rules say of a cluster as it is declared, by the last looks at its hosts. Of a draft, what it merely lacks is information, and what only holds once it was set up is not asked.',
})
export class Compliance {
  constructor(
    private readonly source: ComplianceSource,
    private readonly clusterId: string,
  ) {}

  @Field(() => GraphQLDateTime)
  judgedAt(): Date {
    return this.source.judgedAt;
  }

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'When the oldest answer of a host was given that a verdict rests on; null where all rest on the value.',
  })
  oldestFactAt(): Date | null {
    return this.source.oldestFactAt;
  }

  @Field(() => [FindingCount], { description: 'One for each verdict and severity.' })
  counts(): readonly FindingCount[] {
    return countsOf(this.source.findings);
  }

  @Field(() => FindingConnection, { description: 'In the order of the rules.' })
  findings(@Args(() => FindingArgs) args: FindingArgs): object {
    return new FindingConnection(findingPage(this.source.findings, args));
  }

  @Field(() => FindingConnection, {
    description:
      'What would refuse setUpCluster now: errors, warnings that nobody acknowledged, and what is not known before anything is touched. Other changes are refused only for what they introduce or worsen. What a setup makes true itself, and finds broken afterwards, refuses none and is not in here, an NFS server of the manager that was stopped for example: violated has it.',
  })
  blocking(@Args(() => FindingArgs) args: FindingArgs): object {
    return new FindingConnection(findingPage(this.source.blocking, args));
  }

  @Field(() => FindingConnection, {
    description:
      'What is wrong now: every error that is violated, of what a setup makes true too, and every warning that is and that nobody acknowledged. Whether it refuses a change is for blocking to say.',
  })
  violated(@Args(() => FindingArgs) args: FindingArgs): object {
    return new FindingConnection(findingPage(this.source.violated, args));
  }

  @Field(() => [Acknowledgement], {
    description: 'All that were not withdrawn, the oldest first; few, and therefore read whole.',
  })
  async acknowledgements(@Ctx() { judgements }: Context): Promise<readonly Acknowledgement[]> {
    return (await judgements.acknowledgements(this.clusterId)).map((kept) => new Acknowledgement(kept));
  }
}
