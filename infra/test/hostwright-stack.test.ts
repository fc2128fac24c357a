import { Match } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { always } from '../costs/assumptions.js';
import { limits } from '../lib/limits.js';
import { templateOf } from './stack-of.js';

const template = templateOf();

const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown(),
  Condition: z.unknown().optional(),
});
const document = z.object({ Statement: z.array(statement) });
const role = z.object({
  Properties: z.object({ Policies: z.array(z.object({ PolicyDocument: document })).default([]) }),
});
const policy = z.object({
  Properties: z.object({ PolicyDocument: document, Roles: z.array(z.object({ Ref: z.string() })) }),
});
const lambda = z.object({
  Properties: z.object({
    Description: z.string().optional(),
    Role: z.unknown(),
    Timeout: z.number(),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional(),
  }),
});
const group = z.object({
  Properties: z.object({
    GroupDescription: z.string(),
    SecurityGroupEgress: z
      .array(z.object({ FromPort: z.number().optional(), ToPort: z.number().optional() }))
      .optional(),
  }),
});
const queue = z.object({
  Properties: z.object({
    VisibilityTimeout: z.number().optional(),
    RedrivePolicy: z.object({ maxReceiveCount: z.number() }).optional(),
    SqsManagedSseEnabled: z.boolean(),
  }),
});

function resources<T>(type: string, shape: z.ZodType<T>): [id: string, resource: T][] {
  return Object.entries(template.findResources(type)).map(([id, found]) => [id, shape.parse(found)]);
}

function functionNamed(description: string): z.output<typeof lambda>['Properties'] {
  const found = resources('AWS::Lambda::Function', lambda).find(
    ([, { Properties }]) => Properties.Description === description,
  );
  if (found === undefined) throw new Error(`no function is described as ${description}`);
  return found[1].Properties;
}

/** What a function's role allows, by action; each with its resource as text. */
function allowed(description: string): Map<string, string> {
  const { Role } = functionNamed(description);
  const roleId = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }).parse(Role)['Fn::GetAtt'][0];
  const own = resources('AWS::IAM::Role', role).filter(([id]) => id === roleId);
  const added = resources('AWS::IAM::Policy', policy).filter(([, { Properties }]) =>
    Properties.Roles.some(({ Ref }) => Ref === roleId),
  );
  const documents = [
    ...own.flatMap(([, { Properties }]) => Properties.Policies.map(({ PolicyDocument }) => PolicyDocument)),
    ...added.map(([, { Properties }]) => Properties.PolicyDocument),
  ];
  return new Map(
    documents
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource }) => [Action].flat().map((action) => [action, JSON.stringify(Resource)] as const)),
  );
}

const ownFunctions = [
  'Answers queries and mutations',
  'Answers subscriptions for as long as they are open',
  'Works on hosts over SSH',
  'Sends webhooks',
  'Heals what lost messages and dead workers left behind',
  'Finds what endpoints have to be told',
  'Applies database migrations',
  'Makes API tokens for whoever may call it',
];

describe('network', () => {
  it('leaves by addresses that stay the same', () => {
    template.resourceCountIs('AWS::EC2::NatGateway', 2);
    template.resourceCountIs('AWS::EC2::EIP', 2);
    template.hasOutput('*', { Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('NetworkEgress1'), 'PublicIp'] } });
    for (const gateway of Object.values(template.findResources('AWS::EC2::NatGateway')))
      expect(JSON.stringify(gateway)).toContain('AllocationId');
  });

  it('lets functions into the database by its port, and nobody else', () => {
    const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'));
    expect(rules).toHaveLength(ownFunctions.length);
    for (const rule of rules) expect(JSON.stringify(rule)).toContain('SourceSecurityGroupId');
    for (const group of Object.values(template.findResources('AWS::EC2::SecurityGroup')))
      expect(group).not.toHaveProperty('Properties.SecurityGroupIngress');
  });

  it('lets only what works on hosts connect to any port', () => {
    const open = resources('AWS::EC2::SecurityGroup', group).filter(([, { Properties }]) =>
      Properties.SecurityGroupEgress?.some(({ FromPort, ToPort }) => FromPort === 0 && ToPort === 65_535),
    );
    expect(open.map(([, { Properties }]) => Properties.GroupDescription)).toEqual(['Works on hosts over SSH']);
  });
});

describe('queues', () => {
  const queues = resources('AWS::SQS::Queue', queue);
  const main = queues.filter(([, { Properties }]) => Properties.RedrivePolicy !== undefined);

  it('set aside what failed five times, and are encrypted', () => {
    expect(queues).toHaveLength(4);
    expect(main.map(([, { Properties }]) => Properties.RedrivePolicy?.maxReceiveCount)).toEqual([5, 5]);
    expect(queues.every(([, { Properties }]) => Properties.SqsManagedSseEnabled)).toBe(true);
  });

  it('hide a message for at least six times the limit of the function that reads it', () => {
    for (const [reader, part] of [
      ['Works on hosts over SSH', 'Tasks'],
      ['Sends webhooks', 'Deliveries'],
    ] as const) {
      const [, found] = main.find(([id]) => id.includes(part)) ?? [];
      expect(found?.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * functionNamed(reader).Timeout);
    }
  });

  it('repeat only what failed of a batch', () => {
    const sources = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
    expect(sources).toHaveLength(2);
    template.allResourcesProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });
});

describe('functions', () => {
  it('are there as in src/workers, and for the API and migrations', () => {
    const described = resources('AWS::Lambda::Function', lambda).flatMap(([, { Properties }]) =>
      Properties.Description === undefined ? [] : [Properties.Description],
    );
    expect(described.sort()).toEqual([...ownFunctions].sort());
    expect(ownFunctions).toHaveLength(Object.keys(limits).length);
  });

  it('hold no secret in their environment', () => {
    for (const description of ownFunctions) {
      const variables = functionNamed(description).Environment?.Variables ?? {};
      for (const [name, value] of Object.entries(variables))
        if (name.endsWith('_SECRET')) expect(JSON.stringify(value)).toMatch(/Arn|"Ref"/);
      expect(JSON.stringify(variables)).not.toContain('resolve:secretsmanager');
    }
  });

  it('may do what they need on the resources that they need it of, and nothing else', () => {
    const everywhere = new Set([
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ]);
    for (const description of ownFunctions)
      for (const [action, resource] of allowed(description)) {
        expect(action).not.toContain('*');
        if (!everywhere.has(action)) expect(resource).not.toContain('"*"');
      }
  });

  it('open stored secrets only where work seals or opens them', () => {
    const opens = (description: string): boolean =>
      (allowed(description).get('secretsmanager:GetSecretValue') ?? '').includes('StoredSecrets');
    expect(ownFunctions.filter((description) => !opens(description))).toEqual([
      'Finds what endpoints have to be told',
      'Applies database migrations',
      'Makes API tokens for whoever may call it',
    ]);
  });

  it('are denied network interfaces in their own code', () => {
    for (const [, { Properties }] of resources('AWS::IAM::Role', role))
      for (const { PolicyDocument } of Properties.Policies)
        if (JSON.stringify(PolicyDocument).includes('ec2:'))
          expect(PolicyDocument.Statement).toContainEqual(
            expect.objectContaining({ Effect: 'Deny', Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } }),
          );
  });

  it('sweep every minute', () => {
    template.resourceCountIs('AWS::Events::Rule', 2);
    template.allResourcesProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' });
  });

  it('start to work only once the database is migrated', () => {
    const [migrated] = Object.keys(template.findResources('Custom::Trigger'));
    const sources = template.findResources('AWS::Lambda::EventSourceMapping');
    for (const source of Object.values(sources))
      expect(source).toHaveProperty('DependsOn', expect.arrayContaining([migrated]));
  });
});

describe('API', () => {
  it('answers queries by an HTTP API that is throttled and logged, and streams subscriptions', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
      AccessLogSettings: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::Lambda::Url', { InvokeMode: 'RESPONSE_STREAM' });
    template.hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.stream', Timeout: 900 });
  });

  it('logs no header and no query of a request', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    expect(JSON.stringify(stage)).not.toMatch(/authorizer|header|querystring|identity\.(?!sourceIp)/i);
  });
});

describe('database', () => {
  it('is encrypted, kept when the stack goes, and takes connections over TLS only', () => {
    template.hasResource('AWS::RDS::DBCluster', {
      Properties: {
        Engine: 'aurora-postgresql',
        StorageEncrypted: true,
        DeletionProtection: true,
        ManageMasterUserPassword: true,
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
      },
      DeletionPolicy: 'Snapshot',
    });
    template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
      Parameters: { 'rds.force_ssl': '1', idle_session_timeout: '1200000' },
    });
  });

  it('is not reached from outside the VPC', () => {
    for (const instance of Object.values(template.findResources('AWS::RDS::DBInstance')))
      expect(instance).not.toHaveProperty('Properties.PubliclyAccessible', true);
  });
});

describe('alarms', () => {
  const names = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));

  it.each([
    'TasksWait',
    'DeliveriesWait',
    'TasksDeadLetters',
    'DeliveriesDeadLetters',
    'StuckOperations',
    'WebhookFailures',
    'SweepSilent',
    'RunTaskErrors',
    'DatabaseAtItsLimit',
  ])('ring for %s', (name) => {
    expect(names.filter((id) => id.startsWith(`Alarms${name}`))).toHaveLength(1);
  });

  it('all say what to do and tell somebody', () => {
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('.{30,}'),
      AlarmActions: Match.anyValue(),
    });
  });

  it('read what the program writes to its log', () => {
    const patterns = Object.values(template.findResources('AWS::Logs::MetricFilter')).map(
      (filter) =>
        z.object({ Properties: z.object({ FilterPattern: z.string() }) }).parse(filter).Properties.FilterPattern,
    );
    expect(patterns.sort()).toEqual(['{ $.msg = "an endpoint did not take a webhook" }', '{ $.operationsStuck >= 0 }']);
  });

  it('stand on the dashboard with queues, functions and database', () => {
    const [board] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
    const text = JSON.stringify(board);
    for (const part of [
      'ApproximateAgeOfOldestMessage',
      'ConcurrentExecutions',
      'DatabaseConnections',
      'OperationsStuck',
    ])
      expect(text).toContain(part);
  });
});

it('has what the costs count', () => {
  template.resourceCountIs('AWS::CloudWatch::Alarm', always.alarms);
  template.resourceCountIs('AWS::Logs::MetricFilter', always.metrics);
  template.resourceCountIs('AWS::CloudWatch::Dashboard', always.dashboards);
  template.resourceCountIs('AWS::KMS::Key', always.keys);
  // The login of the database is a secret that the service makes.
  template.resourceCountIs('AWS::SecretsManager::Secret', always.secrets - 1);
  template.resourceCountIs('AWS::Events::Rule', Math.round(always.sweepsPerMonth / (730 * 60)));
});
