import { CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Foundation } from './foundation.js';
import { HostwrightFunction } from './hostwright-function.js';

/** Makes API tokens for whoever may call it, which nobody is granted here: the first token has to come from somewhere. */
export function createToken(scope: Construct, foundation: Foundation): HostwrightFunction {
  const made = new HostwrightFunction(scope, 'CreateToken', foundation, {
    name: 'create-token',
    description: 'Makes API tokens for whoever may call it',
    reaches: 'HTTPS',
    usesStoredSecrets: false,
  });
  new CfnOutput(made, 'Name', { description: 'Call this function for a token', value: made.lambda.functionName });
  return made;
}
