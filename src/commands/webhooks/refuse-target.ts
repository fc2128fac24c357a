import type { WebhookTargets } from '../../ports/webhook-targets.js';
import { refused } from '../user-error.js';

/** Refuses a URL that would never be connected to, so far as it shows without asking for its name. */
export function refuseTarget(targets: WebhookTargets, url: URL): void {
  const why = targets.refusalOfUrl(url);
  if (why !== undefined) throw refused('FORBIDDEN_ADDRESS', `Webhooks are not sent there: ${why}.`, ['url']);
}
