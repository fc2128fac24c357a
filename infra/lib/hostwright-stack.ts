import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.js';
import { Api } from './api.js';
import { createToken } from './create-token.js';
import { Dashboard } from './dashboard.js';
import { Database } from './database.js';
import type { Foundation } from './foundation.js';
import { Keys } from './keys.js';
import { migrations } from './migrations.js';
import { Network } from './network.js';
import type { Parts } from './parts.js';
import { Queues } from './queues.js';
import type { StackSettings } from './settings.js';
import { deliverWebhook } from './workers/deliver-webhook.js';
import { runTask } from './workers/run-task.js';
import { sweepWebhooks } from './workers/sweep-webhooks.js';
import { sweep } from './workers/sweep.js';

export interface HostwrightStackProps extends StackProps {
  readonly settings: StackSettings;
  /** Folder with one folder for each bundle. */
  readonly bundles: string;
}

/** One installation in one account and region. It names neither, so that it can be synthesised without either. */
export class HostwrightStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundles, ...props }: HostwrightStackProps) {
    super(scope, id, props);
    const network = new Network(this, 'Network', settings);
    const keys = new Keys(this, 'Keys');
    const foundation: Foundation = {
      settings,
      network,
      keys,
      database: new Database(this, 'Database', network.vpc, keys.key, settings),
      queues: new Queues(this, 'Queues'),
      bundles,
    };
    const parts: Parts = {
      foundation,
      api: new Api(this, 'Api', foundation),
      workers: {
        runTask: runTask(this, foundation),
        deliverWebhook: deliverWebhook(this, foundation),
        sweep: sweep(this, foundation),
        sweepWebhooks: sweepWebhooks(this, foundation),
      },
    };
    const { api, workers } = parts;
    const token = createToken(this, foundation);
    migrations(this, foundation).executeBefore(api, token, ...Object.values(workers));
    new Dashboard(this, 'Dashboard', parts, new Alarms(this, 'Alarms', parts));
  }
}
