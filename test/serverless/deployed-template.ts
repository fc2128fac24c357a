import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const reference = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z
    .object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })
    .transform(({ 'Fn::GetAtt': [id, attribute] }) => `${id}.${attribute}`),
]);
/** A text, or the name of a resource or of an attribute of one (`Id.Attribute`), whose text is known once it is made. */
const value = z.union([z.string().transform((text) => ({ text })), reference.transform((name) => ({ of: name }))]);
export type TemplateValue = z.output<typeof value>;

const resource = z.object({ Type: z.string(), Properties: z.unknown() });
const template = z.object({ Resources: z.record(z.string(), resource) });

const functionShape = z.object({
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), value) }).optional(),
  Handler: z.string(),
  MemorySize: z.int(),
  ReservedConcurrentExecutions: z.int().optional(),
  Runtime: z.string(),
  Timeout: z.int(),
});
const queueShape = z.object({
  MessageRetentionPeriod: z.int(),
  RedrivePolicy: z.object({ deadLetterTargetArn: reference, maxReceiveCount: z.int() }).optional(),
  VisibilityTimeout: z.int().optional(),
});
const sourceShape = z.object({
  BatchSize: z.int(),
  EventSourceArn: reference,
  FunctionName: reference,
  FunctionResponseTypes: z.tuple([z.literal('ReportBatchItemFailures')]),
  ScalingConfig: z.object({ MaximumConcurrency: z.int() }),
});
const ruleShape = z.object({
  ScheduleExpression: z.literal('rate(1 minute)'),
  Targets: z.tuple([z.object({ Arn: reference })]),
});
const parametersShape = z.object({ Parameters: z.record(z.string(), z.string()) });
const databaseShape = z.object({ DatabaseName: z.string(), MasterUsername: z.string(), Port: z.int() });
const integrationShape = z.object({ IntegrationUri: reference, PayloadFormatVersion: z.literal('2.0') });
const urlShape = z.object({ InvokeMode: z.literal('RESPONSE_STREAM'), TargetFunctionArn: reference });

export interface DeployedFunction {
  /** As its construct is called. */
  readonly name: string;
  /** What would be uploaded. */
  readonly folder: string;
  readonly handler: string;
  readonly runtime: string;
  /** In MB. */
  readonly memory: number;
  readonly seconds: number;
  readonly atOnce: number;
  readonly variables: Readonly<Record<string, TemplateValue>>;
}

export interface DeployedQueue {
  readonly id: string;
  readonly retentionSeconds: number;
  readonly hiddenSeconds: number | undefined;
  readonly deadLetters: { readonly id: string; readonly after: number } | undefined;
}

/** From which queue a function gets how many messages at once. */
export interface DeployedSource {
  readonly queueId: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly atOnce: number;
}

/** What the synthesised stack says of all that is run here. */
export interface Deployed {
  readonly functions: readonly DeployedFunction[];
  readonly queues: readonly DeployedQueue[];
  readonly sources: readonly DeployedSource[];
  /** Functions that are called every minute. */
  readonly scheduled: readonly string[];
  /** Who answers requests, and who streams. */
  readonly api: { readonly answers: string; readonly streams: string };
  readonly database: z.output<typeof databaseShape> & {
    readonly id: string;
    readonly parameters: Readonly<Record<string, string>>;
  };
  /** Ids of secrets that the stack makes. */
  readonly secrets: readonly string[];
}

/** Reads the template that was synthesised into a folder; throws where it says something that nobody here knows what to do with. */
export function deployedTemplate(folder: string): Deployed {
  const { Resources } = template.parse(JSON.parse(readFileSync(join(folder, 'Hostwright.template.json'), 'utf8')));
  const all = <T>(type: string, shape: z.ZodType<T>): (readonly [id: string, properties: T])[] =>
    Object.entries(Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => [id, shape.parse(Properties)]);
  const only = <T>(type: string, shape: z.ZodType<T>): readonly [id: string, properties: T] => {
    const [found, ...others] = all(type, shape);
    if (found === undefined || others.length > 0) throw new Error(`the template has not one ${type}`);
    return found;
  };
  const sources = all('AWS::Lambda::EventSourceMapping', sourceShape).map(([, source]) => ({
    queueId: resourceOf(source.EventSourceArn),
    functionName: functionName(source.FunctionName),
    batchSize: source.BatchSize,
    atOnce: source.ScalingConfig.MaximumConcurrency,
  }));
  const [databaseId, database] = only('AWS::RDS::DBCluster', databaseShape);
  return {
    functions: all('AWS::Lambda::Function', functionShape.partial({ Environment: true }))
      .filter(([id]) => isOurs(id))
      .map(([id, given]) => ({
        name: functionName(id),
        folder: join(folder, `asset.${given.Code.S3Key.replace('.zip', '')}`),
        handler: given.Handler,
        runtime: given.Runtime,
        memory: given.MemorySize,
        seconds: given.Timeout,
        atOnce:
          given.ReservedConcurrentExecutions ??
          sources.find((source) => source.functionName === functionName(id))?.atOnce ??
          1,
        variables: given.Environment?.Variables ?? {},
      })),
    queues: all('AWS::SQS::Queue', queueShape).map(([id, { RedrivePolicy, ...queue }]) => ({
      id,
      retentionSeconds: queue.MessageRetentionPeriod,
      hiddenSeconds: queue.VisibilityTimeout,
      deadLetters:
        RedrivePolicy === undefined
          ? undefined
          : { id: resourceOf(RedrivePolicy.deadLetterTargetArn), after: RedrivePolicy.maxReceiveCount },
    })),
    sources,
    scheduled: all('AWS::Events::Rule', ruleShape).map(([, { Targets }]) => functionName(Targets[0].Arn)),
    api: {
      answers: functionName(only('AWS::ApiGatewayV2::Integration', integrationShape)[1].IntegrationUri),
      streams: functionName(only('AWS::Lambda::Url', urlShape)[1].TargetFunctionArn),
    },
    database: {
      id: databaseId,
      ...database,
      parameters: only('AWS::RDS::DBClusterParameterGroup', parametersShape)[1].Parameters,
    },
    secrets: all('AWS::SecretsManager::Secret', z.unknown()).map(([id]) => id),
  };
}

function resourceOf(name: string): string {
  return name.split('.')[0] ?? '';
}

/** A construct's name is followed by the kind of its resource and a hash; the CDK brings functions of its own along. */
const ofOurs = /^(?<name>\w+)Function[0-9A-F]{8}$/;

function isOurs(id: string): boolean {
  return ofOurs.test(id);
}

function functionName(name: string): string {
  const found = ofOurs.exec(resourceOf(name))?.groups?.['name'];
  if (found === undefined) throw new Error(`${name} is no function of ours`);
  return found;
}
