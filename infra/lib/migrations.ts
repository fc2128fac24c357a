import type { Construct } from 'constructs';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Duration } from 'aws-cdk-lib';
import type { Foundation } from './foundation.js';
import { HostwrightFunction } from './hostwright-function.js';
import { limits } from './limits.js';

/** Brings the database to what the code asks for: before any other code of a deployment, which fails where this does. */
export function migrations(scope: Construct, foundation: Foundation): Trigger {
  const migrate = new HostwrightFunction(scope, 'Migrate', foundation, {
    name: 'migrate',
    description: 'Applies database migrations',
    reaches: 'HTTPS',
    usesStoredSecrets: false,
  });
  return new Trigger(scope, 'Migrated', {
    handler: migrate.lambda,
    timeout: Duration.seconds(limits.migrate.seconds),
    executeAfter: [foundation.database.cluster],
  });
}
