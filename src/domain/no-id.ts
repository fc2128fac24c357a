import { fromGlobalId, toGlobalId, uuid, type ResourceKind } from './ids.js';

const looks = (kind: ResourceKind): string =>
  `Ids are answered by the API and look like ${toGlobalId(kind, '00000000-0000-4000-8000-000000000000')}.`;

/** Of what has not the form of any id. */
export const noIdAtAll = `This is no id. ${looks('Cluster')}`;

/**
 * Why a text can be no id of a resource of a kind, whose row ids are UUIDs; undefined where it can be one, whether there is such a
 * resource or not. What was given is not repeated.
 */
export function whyNoId(kind: ResourceKind, text: string): string | undefined {
  const named = fromGlobalId(text);
  if (named !== undefined && named.kind !== kind) {
    return `This is the id of a resource of kind ${named.kind}; give that of a resource of kind ${kind}.`;
  }
  if (named !== undefined && uuid.safeParse(named.id).success) return undefined;
  return `This is no id of a resource of kind ${kind}. ${looks(kind)}`;
}
