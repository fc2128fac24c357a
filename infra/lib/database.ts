import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Port, SecurityGroup, SubnetType, type IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  ParameterGroup,
} from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { assertConnectionsFit } from './connection-limit.js';
import type { StackSettings } from './settings.js';

const engine = DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_17_7 });

/**
 * Aurora PostgreSQL. Functions connect to it themselves: how many run at once is bounded and so is the pool of each, and a session
 * that a frozen function left behind is ended by the server.
 */
export class Database extends Construct {
  readonly cluster: DatabaseCluster;
  readonly name = 'hostwright';
  /** User and password, made and replaced by the service. */
  readonly login: ISecret;
  readonly #guard: SecurityGroup;

  constructor(scope: Construct, id: string, vpc: IVpc, key: IKey, settings: StackSettings) {
    super(scope, id);
    assertConnectionsFit(settings);
    this.#guard = new SecurityGroup(this, 'Guard', { vpc, allowAllOutbound: false });
    this.cluster = new DatabaseCluster(this, 'Cluster', {
      engine,
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [this.#guard],
      writer: ClusterInstance.serverlessV2('Writer', { enablePerformanceInsights: true }),
      readers: settings.standby ? [ClusterInstance.serverlessV2('Standby', { scaleWithWriter: true })] : [],
      serverlessV2MinCapacity: settings.minCapacity,
      serverlessV2MaxCapacity: settings.maxCapacity,
      defaultDatabaseName: this.name,
      credentials: Credentials.fromUsername('hostwright', { encryptionKey: key }),
      manageMasterUserPassword: true,
      parameterGroup: new ParameterGroup(this, 'Parameters', {
        engine,
        description: 'Hostwright',
        parameters: {
          'rds.force_ssl': '1',
          // A function that is frozen, or gone, cannot close what it opened.
          idle_session_timeout: String(Duration.minutes(20).toMilliseconds()),
          idle_in_transaction_session_timeout: String(Duration.seconds(30).toMilliseconds()),
        },
      }),
      storageEncrypted: true,
      storageEncryptionKey: key,
      backup: { retention: Duration.days(14) },
      cloudwatchLogsExports: ['postgresql'],
      deletionProtection: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
    });
    Validations.of(this.cluster).acknowledge(
      {
        id: 'AwsSolutions-RDS6',
        reason: 'Functions log in with the password that the service itself made and replaces every week, over TLS.',
      },
      {
        id: 'AwsSolutions-SMG4',
        reason: 'The service replaces the password by itself.',
      },
    );
    if (this.cluster.secret === undefined) throw new Error('The database was made without a login');
    this.login = this.cluster.secret;
  }

  /** Lets what is in a security group connect. */
  admit(group: SecurityGroup): void {
    this.#guard.addIngressRule(group, Port.tcp(this.cluster.clusterEndpoint.port));
    group.addEgressRule(this.#guard, Port.tcp(this.cluster.clusterEndpoint.port), 'database');
  }
}
