import { fromGlobalId, type ResourceKind } from '../../domain/ids.js';

/** The row id in a global id of this kind; undefined for anything else, which then answers like a missing row. */
export function rowIdOf(kind: ResourceKind, globalId: string): string | undefined {
  const parsed = fromGlobalId(globalId);
  return parsed?.kind === kind ? parsed.id : undefined;
}
