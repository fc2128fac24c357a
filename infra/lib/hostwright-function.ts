import { Duration } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName as BundleName } from '../../scripts/function-names.js';
import { bundle } from './bundles.js';
import type { Foundation } from './foundation.js';
import { functionRole } from './function-role.js';
import { limits, type FunctionName } from './limits.js';
import { readSecrets } from './read-secrets.js';

export interface FunctionProps {
  readonly name: FunctionName;
  /** Whose code it runs; unless given, that of its own name. */
  readonly bundle?: BundleName;
  readonly handler?: string;
  readonly description: string;
  /** HOSTS: any TCP port, since SSH and MySQL listen where a host's owner says. */
  readonly reaches: 'HOSTS' | 'HTTPS';
  /** Seals or opens stored secrets. */
  readonly usesStoredSecrets: boolean;
  /** Whether its number at a time is bounded by what starts it, so that none of the account's has to be set aside. */
  readonly boundedByQueue?: boolean;
}

/** A function of ours: its code, its own role, log and security group, and the way to the database. */
export class HostwrightFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, foundation: Foundation, props: FunctionProps) {
    super(scope, id);
    const { settings, network, database, keys } = foundation;
    const { memory, seconds, atOnce, connections } = limits[props.name];
    this.log = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH });
    const role = functionRole(this, this.log);
    const group = new SecurityGroup(this, 'Group', {
      vpc: network.vpc,
      allowAllOutbound: false,
      description: props.description,
    });
    group.addEgressRule(Peer.anyIpv4(), props.reaches === 'HOSTS' ? Port.allTcp() : Port.tcp(443));
    database.admit(group);
    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: bundle(props.bundle ?? bundleOf(props.name), foundation.bundles),
      handler: props.handler ?? 'index.handler',
      memorySize: memory,
      timeout: Duration.seconds(seconds),
      ...(props.boundedByQueue === true ? {} : { reservedConcurrentExecutions: atOnce }),
      role,
      logGroup: this.log,
      vpc: network.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [group],
      environment: {
        // The certificates of the database are signed by an authority that Node.js does not bring along.
        NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
        HOSTWRIGHT_LOG: settings.log,
        HOSTWRIGHT_ALLOW_NETWORKS: settings.allowNetworks,
        HOSTWRIGHT_WEBHOOK_NETWORKS: settings.webhookNetworks,
        HOSTWRIGHT_DATABASE_HOST: database.cluster.clusterEndpoint.hostname,
        HOSTWRIGHT_DATABASE_NAME: database.name,
        HOSTWRIGHT_DATABASE_SECRET: database.login.secretArn,
        HOSTWRIGHT_DATABASE_CONNECTIONS: String(connections),
        ...(props.usesStoredSecrets ? { HOSTWRIGHT_KEY_SECRET: keys.storedSecrets.secretArn } : {}),
      },
    });
    readSecrets(role, keys.key, [database.login, ...(props.usesStoredSecrets ? [keys.storedSecrets] : [])]);
  }
}

function bundleOf(name: FunctionName): BundleName {
  return name === 'stream' ? 'api' : name;
}
