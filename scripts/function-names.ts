/**
 * The functions of AWS Lambda: a file of `src/lambda` each, and a folder of `dist/lambda`. Whoever deploys them (`infra/`) has them
 * from here.
 */
export const functionNames = [
  'api',
  'run-task',
  'deliver-webhook',
  'sweep',
  'sweep-webhooks',
  'migrate',
  'create-token',
] as const;
export type FunctionName = (typeof functionNames)[number];
