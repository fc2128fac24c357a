import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** The key in KMS that everything at rest hangs on, and the secret from which functions derive the key of stored secrets. */
export class Keys extends Construct {
  readonly key: Key;
  /** Not replaced, ever: what is stored under it could not be opened again. */
  readonly storedSecrets: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      alias: 'hostwright',
      description: 'Database, secrets and alarms of Hostwright',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.storedSecrets = new Secret(this, 'StoredSecrets', {
      description: 'The key that all stored secrets of Hostwright are sealed with; keep it as long as the database',
      encryptionKey: this.key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.storedSecrets).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Another value would leave every stored secret unreadable. The key in KMS above it rotates by itself; sealing anew is a change of the program.',
    });
  }
}
