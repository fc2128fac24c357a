import type { ClusterSpec } from '../domain/account-spec.js';
import { because, type Reason } from './reason.js';

/** Why rules about a hosting panel say nothing of a value; null where they do. */
export function noPanel({ core }: ClusterSpec): Reason | null {
  return core.panel === null ? because('NO_PANEL', 'The cluster has no hosting panel.') : null;
}
