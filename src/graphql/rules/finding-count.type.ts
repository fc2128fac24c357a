import { Field, Int, ObjectType } from 'type-graphql';
import type { Finding, Severity, Verdict } from '../../rules/rule.js';
import { SeverityEnum, VerdictEnum } from '../shared/enums.js';

const verdicts: readonly Verdict[] = ['VIOLATED', 'UNKNOWN', 'MET', 'NOT_APPLICABLE'];
const severities: readonly Severity[] = ['ERROR', 'WARNING', 'INFO'];

@ObjectType('FindingCount', {
  simpleResolvers: true,
  description: 'How many findings have a verdict and a severity.',
})
export class FindingCount {
  constructor(
    private readonly source: { readonly verdict: Verdict; readonly severity: Severity; readonly count: number },
  ) {}

  @Field(() => VerdictEnum)
  get verdict(): string {
    return this.source.verdict;
  }

  @Field(() => SeverityEnum)
  get severity(): string {
    return this.source.severity;
  }

  @Field(() => Int)
  get count(): number {
    return this.source.count;
  }
}

/** One count for each verdict and severity, those of nothing included. */
export function countsOf(findings: readonly Finding[]): readonly FindingCount[] {
  return verdicts.flatMap((verdict) =>
    severities.map((severity) => {
      const count = findings.filter((one) => one.verdict === verdict && one.severity === severity).length;
      return new FindingCount({ verdict, severity, count });
    }),
  );
}
