import type { ClusterSpec } from '../../domain/account-spec.js';
import { logSharesOf } from '../../domain/log-shares.js';
import { managerOf } from '../../domain/members.js';
import { noSingleManager } from '../no-single-manager.js';
import { because, type Reason } from '../reason.js';

/** Why a rule about shared logs says nothing about a value; null where logs are shared. */
export function noLogShares(spec: ClusterSpec): Reason | null {
  const { core } = spec;
  if (core.webServer === null)
    return because('NO_WEB_SERVER', 'No web server is set up, so that there are no logs to share.');
  if (managerOf(core) === undefined || core.quorumAddress === null) return noSingleManager;
  return logSharesOf(spec).length === 0 ? because('NO_NODE', 'No node is set up that could share logs.') : null;
}
