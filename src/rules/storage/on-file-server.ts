import type { ClusterSpec } from '../../domain/account-spec.js';
import { declareInstead, runByHand } from '../remedy.js';
import type { Remedy } from '../rule.js';

/** What a person does on a file server: by a command, unless it is an appliance, which has ways of its own. */
export function onFileServer({ appliances }: ClusterSpec, hostId: string, title: string, command: string): Remedy {
  return appliances.includes(hostId) ? declareInstead(title) : runByHand(hostId, title, command);
}
