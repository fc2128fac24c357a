import { z } from 'zod';
import { toGlobalId } from '../../../src/domain/ids.js';
import type { Receiver } from './receiver.js';

const numbered = z.object({ operation: z.object({ id: z.string(), sequence: z.int() }) });

/** What came about an operation, in the order of its numbers, each with the type it has. */
export function storyOf({ received }: Receiver, operationId: string): readonly string[] {
  const id = toGlobalId('Operation', operationId);
  return received
    .flatMap(({ data, type }) => {
      const { operation } = numbered.parse(data);
      return operation.id === id ? [{ sequence: operation.sequence, type }] : [];
    })
    .toSorted((a, b) => a.sequence - b.sequence)
    .map(({ sequence, type }) => `${sequence} ${type}`);
}
