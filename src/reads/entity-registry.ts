import { accountEntity } from './entities/account.entity.js';
import { addressEntity } from './entities/address.entity.js';
import { apiTokenEntity } from './entities/api-token.entity.js';
import { clusterEntity } from './entities/cluster.entity.js';
import { databaseServerEntity } from './entities/database-server.entity.js';
import { factEntity } from './entities/fact.entity.js';
import { hostEntity } from './entities/host.entity.js';
import { networkEntity } from './entities/network.entity.js';
import { operationEntity } from './entities/operation.entity.js';
import { revisionEntity } from './entities/revision.entity.js';
import { sshKeyEntity } from './entities/ssh-key.entity.js';
import { stepEntity } from './entities/step.entity.js';
import { taskEntity } from './entities/task.entity.js';
import { vantageEntity } from './entities/vantage.entity.js';
import { webhookAttemptEntity } from './entities/webhook-attempt.entity.js';
import { webhookDeliveryEntity } from './entities/webhook-delivery.entity.js';
import { webhookEndpointEntity } from './entities/webhook-endpoint.entity.js';
import type { Entity, EntityName } from './entity.js';

const entities = new Map<EntityName, Entity>(
  [
    accountEntity,
    addressEntity,
    apiTokenEntity,
    clusterEntity,
    databaseServerEntity,
    factEntity,
    hostEntity,
    networkEntity,
    operationEntity,
    revisionEntity,
    sshKeyEntity,
    stepEntity,
    taskEntity,
    vantageEntity,
    webhookAttemptEntity,
    webhookDeliveryEntity,
    webhookEndpointEntity,
  ].map((entity) => [entity.name, entity]),
);

/** The entity of a name; the tenant itself is none, it is never read by id. */
export function entityNamed(name: EntityName): Entity {
  const entity = entities.get(name);
  if (entity === undefined) throw new Error(`there is no entity ${name}`);
  return entity;
}
