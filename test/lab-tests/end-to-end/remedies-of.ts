import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { OfferedRemedies } from '../../api/fake-fleet/offered-remedies.js';
import type { MortalServer } from './mortal-server.js';

const started = z.object({ operation: z.object({ id: z.string() }) });

/** What is found of a cluster on lab hosts, and what comes of the remedies that are offered. */
export function remediesOf(server: MortalServer, clusterId: string): OfferedRemedies {
  return new OfferedRemedies(
    {
      client: server.client(),
      follow: server.follow,
      start: async (mutation, input) => {
        const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
        const given = { idempotencyKey: randomUUID(), ...input };
        return (await server.client().mutate(mutation, type, 'operation { id }', given, started)).operation.id;
      },
    },
    clusterId,
  );
}
