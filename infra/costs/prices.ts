/** What AWS asks for one unit, in US dollars, in us-east-1 and without what is free at first; each as read on `readOn`. */
export const region = 'us-east-1';
export const readOn = '2026-11-26';

export interface Price {
  readonly dollars: number;
  readonly per: string;
  /** Where AWS publishes it. */
  readonly published: string;
  /** Where it was read: AWS's pages show figures to a browser only. */
  readonly read: string;
}

const vpc = 'https://aws.amazon.com/vpc/pricing/';
const aurora = 'https://aws.amazon.com/rds/aurora/pricing/';
const lambda = 'https://aws.amazon.com/lambda/pricing/';
const cloudWatch = 'https://aws.amazon.com/cloudwatch/pricing/';
const ofCloudWatch = 'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/';
const ofNat = 'https://cloudburn.io/blog/aws-nat-gateway-pricing';

export const prices = {
  capacity: {
    dollars: 0.12,
    per: 'capacity unit and hour',
    published: aurora,
    read: 'https://c3x.dev/blog/aws-aurora-serverless-v2-cost/',
  },
  databaseStorage: {
    dollars: 0.1,
    per: 'GB and month',
    published: aurora,
    read: 'https://www.cloudexmachina.io/blog/aws-aurora-pricing',
  },
  databaseAccess: {
    dollars: 0.2,
    per: 'million reads and writes of storage',
    published: aurora,
    read: 'https://www.jusdb.com/blog/aws-rds-vs-aurora-vs-serverless-cost-comparison',
  },
  natGateway: { dollars: 0.045, per: 'hour', published: vpc, read: ofNat },
  natTraffic: { dollars: 0.045, per: 'GB', published: vpc, read: ofNat },
  address: { dollars: 0.005, per: 'public IPv4 address and hour', published: vpc, read: ofNat },
  trafficOut: {
    dollars: 0.09,
    per: 'GB',
    published: 'https://aws.amazon.com/ec2/pricing/on-demand/',
    read: 'https://cloudpipelines.pages.dev/guides/aws-nat-gateway-pricing-2026/',
  },
  computing: {
    dollars: 0.0000133334,
    per: 'GB and second, arm64',
    published: lambda,
    read: 'https://cloudchipr.com/blog/aws-lambda-pricing',
  },
  calls: {
    dollars: 0.2,
    per: 'million calls',
    published: lambda,
    read: 'https://git.mcrn.ar/mariano/lambda_local_runner/src/branch/main/docs/lambdas-md/lambda-13-cost.md',
  },
  httpApi: {
    dollars: 1,
    per: 'million requests',
    published: 'https://aws.amazon.com/api-gateway/pricing/',
    read: 'https://www.apigatewaycost.com/aws',
  },
  queueRequests: {
    dollars: 0.4,
    per: 'million requests',
    published: 'https://aws.amazon.com/sqs/pricing/',
    read: 'https://cloudburn.io/blog/amazon-sqs-pricing',
  },
  logs: { dollars: 0.5, per: 'GB written', published: cloudWatch, read: ofCloudWatch },
  alarm: {
    dollars: 0.1,
    per: 'alarm and month',
    published: cloudWatch,
    read: 'https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm',
  },
  dashboard: { dollars: 3, per: 'dashboard and month', published: cloudWatch, read: ofCloudWatch },
  metric: {
    dollars: 0.3,
    per: 'metric of ours and month',
    published: cloudWatch,
    read: 'https://signoz.io/guides/cloudwatch-pricing',
  },
  key: {
    dollars: 1,
    per: 'key and month',
    published: 'https://aws.amazon.com/kms/pricing/',
    read: 'https://www.wring.co/blog/aws-kms-pricing-guide',
  },
  secret: {
    dollars: 0.4,
    per: 'secret and month',
    published: 'https://aws.amazon.com/secrets-manager/pricing/',
    read: 'https://hivebook.wiki/wiki/aws-secrets-manager-rotated-secrets-dynamic-db-credentials-kms',
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;
