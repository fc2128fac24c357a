import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** Calls a function every minute. What was missed is not made up for: the next call does the same. */
export function everyMinute(scope: Construct, called: IFunction): void {
  const once = { retryAttempts: 0, maxEventAge: Duration.minutes(1) };
  new Rule(scope, 'EveryMinute', {
    schedule: Schedule.rate(Duration.minutes(1)),
    targets: [new LambdaFunction(called, once)],
  });
  called.configureAsyncInvoke(once);
}
