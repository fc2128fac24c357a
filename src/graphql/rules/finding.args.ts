import { ArgsType, Field, ID } from 'type-graphql';
import { SeverityEnum, VerdictEnum } from '../shared/enums.js';
import { PageArgs } from '../shared/page-args.js';

/** A page of findings, and which of them are wanted. */
@ArgsType()
export class FindingArgs extends PageArgs {
  @Field(() => [VerdictEnum], { nullable: true, description: 'Only those with one of these verdicts.' })
  verdict?: string[] | null;

  @Field(() => [SeverityEnum], { nullable: true, description: 'Only those with one of these severities.' })
  severity?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only those of one of these rules.' })
  ruleId?: string[] | null;
}
