import { Validations } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Calls by which Lambda puts a function into a VPC; most of them name no resource that a policy could. */
const networkInterfaces = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** Lets a function write its own log and be in the VPC; the function's code itself may not touch network interfaces. */
export function functionRole(scope: Construct, log: ILogGroup): Role {
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      Run: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            resources: [log.logGroupArn],
          }),
          new PolicyStatement({ actions: networkInterfaces, resources: ['*'] }),
          new PolicyStatement({
            effect: Effect.DENY,
            actions: networkInterfaces,
            resources: ['*'],
            // There for calls of the code, and only for those.
            conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
          }),
        ],
      }),
    },
  });
  Validations.of(role).acknowledge(
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Lambda checks these calls without a resource before it makes interfaces; the code of the function is denied them.',
    },
    {
      id: `AwsSolutions-IAM5[Resource::<${'Log'}.Arn>:*]`,
      reason: 'Streams of its own log group, whose names Lambda chooses.',
    },
  );
  return role;
}
