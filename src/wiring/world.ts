import type { Workshop } from '../commands/command.js';
import { rulebookOf } from '../commands/rulebook.js';
import { SecretStore } from '../edges/keyfile/secret-store.js';
import type { KeyEncryptionKey } from '../edges/keyfile/key-file.js';
import { addressPolicy } from '../edges/node/address-policy.js';
import { crashAt } from '../edges/node/crash-at.js';
import { randomIds } from '../edges/node/random-ids.js';
import { systemClock } from '../edges/node/system-clock.js';
import { webhookTargets } from '../edges/node/webhook-targets.js';
import { pinoLog } from '../edges/pino/pino-log.js';
import { ssh2KeyPairs } from '../edges/ssh2/ssh2-key-pairs.js';
import type { Rulebook } from '../engine/rulebook.js';
import type { Log } from '../ports/log.js';
import { noMeters, type Meters } from '../ports/meters.js';
import type { Database } from '../ports/sql.js';
import type { WebhookTargets } from '../ports/webhook-targets.js';
import type { WorldSettings } from '../world-settings.js';

/** What every process of Hostwright has of the world, whichever part of the work it does. */
export interface World {
  readonly log: Log;
  readonly database: Database;
  readonly secrets: SecretStore;
  readonly targets: WebhookTargets;
  readonly workshop: Workshop;
  readonly rulebook: Rulebook;
  readonly meters: Meters;
}

export function worldOf(
  database: Database,
  kek: KeyEncryptionKey,
  settings: WorldSettings,
  meters: Meters = noMeters,
): World {
  const secrets = new SecretStore(kek, database, randomIds);
  const targets = webhookTargets(settings.webhookNetworks);
  const workshop = {
    database,
    ids: randomIds,
    clock: systemClock,
    vault: secrets,
    sshKeyPairs: ssh2KeyPairs,
    addressPolicy: addressPolicy(settings.allowedNetworks),
    webhookTargets: targets,
    failpoint: crashAt(settings.failpoint),
  };
  return {
    log: pinoLog(settings.logLevel),
    database,
    secrets,
    targets,
    workshop,
    rulebook: rulebookOf(workshop),
    meters,
  };
}
