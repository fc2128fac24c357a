import { CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import { CfnStage, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { FunctionUrlAuthType, InvokeMode } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Foundation } from './foundation.js';
import { HostwrightFunction } from './hostwright-function.js';
import { limits } from './limits.js';

/** What of a request is written to the access log: no header, no body, no query. */
const logged = {
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
};

/** Requests that are let in each second, and at once. */
const requestsPerSecond = 200;
const burst = 400;

/** Queries and mutations behind an HTTP API; subscriptions by a function URL, which passes on what is written as it is written. */
export class Api extends Construct {
  readonly http: HttpApi;
  readonly requests: HostwrightFunction;
  readonly subscriptions: HostwrightFunction;

  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    this.requests = new HostwrightFunction(this, 'Requests', foundation, {
      name: 'api',
      description: 'Answers queries and mutations',
      reaches: 'HTTPS',
      usesStoredSecrets: true,
    });
    this.subscriptions = new HostwrightFunction(this, 'Subscriptions', foundation, {
      name: 'stream',
      handler: 'index.stream',
      description: 'Answers subscriptions for as long as they are open',
      reaches: 'HTTPS',
      usesStoredSecrets: true,
    });
    const { queue } = foundation.queues.tasks;
    for (const { lambda } of [this.requests, this.subscriptions]) {
      lambda.addEnvironment('HOSTWRIGHT_TASK_QUEUE', queue.queueUrl);
      queue.grantSendMessages(lambda);
    }
    this.http = new HttpApi(this, 'Http', {
      description: 'Hostwright',
      defaultIntegration: new HttpLambdaIntegration('Requests', this.requests.lambda, {
        timeout: Duration.seconds(limits.api.seconds),
      }),
    });
    this.#throttle();
    const url = this.subscriptions.lambda.addFunctionUrl({
      authType: FunctionUrlAuthType.NONE,
      invokeMode: InvokeMode.RESPONSE_STREAM,
    });
    Validations.of(this.http).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Every request carries a bearer token of ours, which the function looks up; health checks need none.',
    });
    new CfnOutput(this, 'Url', { description: 'Queries and mutations', value: `${this.http.apiEndpoint}/graphql` });
    new CfnOutput(this, 'StreamUrl', { description: 'Subscriptions', value: `${url.url}graphql/stream` });
  }

  #throttle(): void {
    const stage = this.http.defaultStage?.node.defaultChild;
    if (!(stage instanceof CfnStage)) throw new Error('The HTTP API was made without a stage');
    const log = new LogGroup(this, 'AccessLog', { retention: RetentionDays.ONE_MONTH });
    stage.accessLogSettings = { destinationArn: log.logGroupArn, format: JSON.stringify(logged) };
    stage.defaultRouteSettings = { throttlingRateLimit: requestsPerSecond, throttlingBurstLimit: burst };
  }
}
