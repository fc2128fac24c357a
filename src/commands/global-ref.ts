import { z } from 'zod';
import { fromGlobalId, type ResourceKind } from '../domain/ids.js';
import { whyNoId } from '../domain/no-id.js';

/** The same words for a missing row and another tenant's, so that nothing can be learnt from the answer. */
export function notFoundMessage(kind: ResourceKind): string {
  return `There is no ${kind} with this id.`;
}

/** Parses the global id of a resource of one kind to its row id. */
export function globalRef(kind: ResourceKind): z.ZodType<string, string> {
  return z
    .string()
    .max(200)
    .transform((text, context) => {
      const why = whyNoId(kind, text);
      const id = fromGlobalId(text)?.id;
      if (why === undefined && id !== undefined) return id;
      context.addIssue({
        code: 'custom',
        message: why ?? notFoundMessage(kind),
        params: { userErrorCode: 'NOT_FOUND' },
      });
      return z.NEVER;
    });
}
