import { App, Validations, type AppProps } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/** Choices that the CDK leaves off unless asked for, of those that matter here. */
const strictness: Readonly<Record<string, boolean>> = {
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  // What is wrong with a template ends synthesis.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};

/** An app whose synthesis fails for every finding that is not acknowledged where it arises, with a reason. */
export function checkedApp(props: AppProps): App {
  const app = new App({ ...props, postCliContext: strictness });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
