import { fromGlobalId, type ResourceKind } from '../../domain/ids.js';
import { whyNoId } from '../../domain/no-id.js';
import type { Context } from './context.js';
import { noIdError } from './no-id-error.js';

/**
 * The row id in a global id of this kind, whether there is such a row or not.
 * @throws AppError where it can be none
 */
export async function rowIdOf(context: Context, kind: ResourceKind, given: string): Promise<string> {
  const why = whyNoId(kind, given);
  const id = fromGlobalId(given)?.id;
  if (why === undefined && id !== undefined) return id;
  throw await noIdError(context, why ?? '', given);
}
