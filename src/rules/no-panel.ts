import type { ClusterSpec } from '../domain/account-spec.js';

/** Why rules about a hosting panel say nothing of a value; null where they do. */
export function noPanel({ core }: ClusterSpec): string | null {
  return core.panel === null ? 'The cluster has no hosting panel.' : null;
}
